export * from './http-key-authorizer.ts';
export * from './key-authorizer.ts';
export * from './key-authorizer-options.ts';
export * from './latchkey.ts';
export * from './route-requirements.ts';
