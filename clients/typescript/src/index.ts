export type { AccessRights, ProjectRights } from './access-rights.ts';
export { type MiddyRequest, type ProtectMiddleware, protectMiddleware } from './middleware.ts';
export type { Principal } from './principal.ts';
export { protect } from './protect.ts';
export type { ProtectedEvent } from './protected-event.ts';
export type { ProxyEvent } from './proxy-event.ts';
export type { ProtectOptions, Refusal } from './refusal.ts';
