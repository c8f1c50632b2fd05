import type { Operations } from '../../gateway/operation.ts';
import type { VerifyDependencies } from './dependencies.ts';
import { testApiKey } from './explain-key.ts';
import { verifyApiKey } from './verify.ts';

export const verifyOperations: Operations<'verify', VerifyDependencies> = { verifyApiKey, testApiKey };
