import type { ServiceDescription } from '../../lambdas/contract/service.ts';

/** What a deployment tells of itself, as tests need it. */
export const service: ServiceDescription = {
  name: 'keys-of-tests',
  version: '1.2.3',
  issuer: 'https://login.example.com/pool',
  clientIds: { console: 'console-client', commandLine: 'command-line-client' },
  invites: true,
  catalogue: { projects: ['sales'], modules: ['model', 'report'], environments: ['test', 'prod'] },
};
