import { ActionIcon, Anchor, Button, type ActionIconProps, type AnchorProps, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';

type AnchorAttributes<P> = P & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof P | 'href'> & { ref?: Ref<HTMLAnchorElement> };

const TextAnchor = (props: AnchorAttributes<AnchorProps>) => <Anchor {...props} />;
const ButtonAnchor = (props: AnchorAttributes<ButtonProps>) => <Button component="a" {...props} />;
const IconAnchor = (props: AnchorAttributes<ActionIconProps>) => <ActionIcon component="a" {...props} />;

export const TextLink = createLink(TextAnchor);
export const ButtonLink = createLink(ButtonAnchor);
export const IconLink = createLink(IconAnchor);
