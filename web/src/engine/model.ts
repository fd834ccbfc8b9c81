/**
 * The vocabulary of Cloison.Domain as it travels in JSON: ontology, annotation content, task data.
 * The C# types in src/Cloison.Domain are the original; a contract test compares both.
 * Image coordinates are pixels of the upright image; text offsets are UTF-16 code units.
 */
export type Editor = 'image' | 'text' | 'form';
export type InputKind = 'image' | 'text' | 'markdown';
export type ShapeKind = 'box' | 'polygon' | 'point' | 'span';

export interface InputDefinition { name: string; kind: InputKind; title?: string }

export interface LabelClass {
  name: string;
  /** #rrggbb */
  color: string;
  shapes: ShapeKind[];
  title?: string;
  /** One letter or digit. */
  hotkey?: string;
  parent?: string;
  attributes?: Field[];
}

export interface RelationType { name: string; color: string; title?: string; from?: string[]; to?: string[] }

export interface Option { value: string; title?: string; hotkey?: string }
export interface Condition { field: string; anyOf: string[] }

interface FieldCommon { name: string; title?: string; hint?: string; required?: boolean; showWhen?: Condition }
export type Field =
  | (FieldCommon & { kind: 'choice'; options: Option[] })
  | (FieldCommon & { kind: 'multi_choice'; options: Option[] })
  | (FieldCommon & { kind: 'number'; min?: number; max?: number; step?: number })
  | (FieldCommon & { kind: 'text'; minLength?: number; maxLength?: number; multiline?: boolean })
  | (FieldCommon & { kind: 'boolean' });

export interface Ontology {
  editor: Editor;
  inputs: InputDefinition[];
  classes?: LabelClass[];
  relations?: RelationType[];
  fields?: Field[];
}

export type Shape =
  | { kind: 'box'; x: number; y: number; width: number; height: number }
  | { kind: 'polygon'; points: number[] }
  | { kind: 'point'; x: number; y: number }
  | { kind: 'span'; input: string; start: number; end: number; quote?: string };

export type FieldValue = string | number | boolean | string[];
export type Values = Record<string, FieldValue>;

export interface Region { id: string; class: string; shape: Shape; attributes?: Values; score?: number }
export interface Relation { id: string; name: string; from: string; to: string }
export interface AnnotationContent { regions?: Region[]; relations?: Relation[]; values?: Values }

export interface AssetReference { asset: string; name: string; mediaType: string; width?: number; height?: number }
export type TaskData = Record<string, unknown>;
