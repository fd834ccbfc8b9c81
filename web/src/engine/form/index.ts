export * from './diffWords';
export * from './formCore';
