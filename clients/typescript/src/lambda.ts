export type { AccessRights, ProjectRights } from './access-rights.ts';
export { type MiddyRequest, type ProtectMiddleware, protectMiddleware } from './lambda/middleware.ts';
export type { Principal } from './lambda/principal.ts';
export { protect } from './lambda/protect.ts';
export type { ProtectedEvent } from './lambda/protected-event.ts';
export type { ProxyEvent } from './lambda/proxy-event.ts';
export type { ProtectOptions, Refusal } from './lambda/refusal.ts';
