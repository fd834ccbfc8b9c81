export * from './camera';
export * from './geometry';
export * from './handles';
export * from './imageCommands';
export * from './imageCore';
export * from './shapeIndex';
export * from './tools/tool';
