export * from './commands';
export * from './document';
export * from './textCore';
