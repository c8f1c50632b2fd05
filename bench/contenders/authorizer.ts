/** The deployed authorizer, for bundles in which something of it is replaced. */
export { handler } from '../../lambdas/functions/authorizer/index.ts';
