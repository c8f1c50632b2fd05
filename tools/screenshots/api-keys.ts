/** A key as it was made, and what became of it since. */
export interface PlannedKey {
  readonly name: string;
  readonly userId: string;
  readonly description?: string;
  /** How long ago it was made. */
  readonly daysAgo: number;
  /** From then on; null for a key that never expires. */
  readonly expiresIn: string | null;
  readonly type?: 'admin' | 'end-user';
  readonly scopes?: readonly string[];
  readonly accessRights?: object;
  readonly allowedIps?: readonly string[];
  /** Calls on a working day, since when, and until when. */
  readonly calls?: { readonly perDay: number; readonly refused?: string; readonly untilDaysAgo?: number };
  readonly pausedDaysAgo?: number;
  readonly rotatedDaysAgo?: number;
}

const orders = { projects: { sales: { modules: { orders: 'read' }, environments: {} } } };
const deployment = {
  projects: {
    sales: {
      modules: { orders: 'write', forecasts: 'write' },
      environments: { test: ['read', 'execute', 'deploy'], prod: ['deploy'] },
    },
  },
};
const admin = 'admin@example.com';

export const apiKeys: readonly PlannedKey[] = [
  {
    name: 'Nightly import',
    description: 'Loads orders of the shop into the warehouse',
    userId: 'ci-bot@example.com',
    daysAgo: 140,
    expiresIn: '1y',
    scopes: ['database:read', 'database:write'],
    accessRights: deployment,
    allowedIps: ['203.0.113.0/24'],
    calls: { perDay: 46 },
    rotatedDaysAgo: 2,
  },
  {
    name: 'CI pipeline',
    description: 'Deploys the sales project',
    userId: 'ci-bot@example.com',
    daysAgo: 61,
    expiresIn: '90d',
    scopes: ['function:invoke', 'orchestration:execute', 'logs:read'],
    accessRights: deployment,
    calls: { perDay: 28 },
  },
  {
    name: 'Sales dashboard',
    userId: 'ada.okafor@example.com',
    daysAgo: 83,
    expiresIn: '90d',
    scopes: ['database:read', 'query:execute'],
    accessRights: orders,
    calls: { perDay: 34, refused: 'INSUFFICIENT_SCOPES' },
  },
  {
    name: 'Forecast notebook',
    userId: 'ada.okafor@example.com',
    daysAgo: 40,
    expiresIn: '1y',
    scopes: ['notebook:read', 'query:execute'],
    accessRights: orders,
    calls: { perDay: 9 },
  },
  {
    name: 'Campaign report',
    description: 'Monthly figures for marketing',
    userId: 'chiara.rossi@example.com',
    daysAgo: 125,
    expiresIn: '1y',
    scopes: ['database:read'],
    accessRights: orders,
    calls: { perDay: 3, untilDaysAgo: 24 },
  },
  {
    name: 'Support console',
    userId: 'chiara.rossi@example.com',
    daysAgo: 30,
    expiresIn: '90d',
    scopes: ['logs:read', 'metadata:read'],
    accessRights: {},
    calls: { perDay: 12 },
  },
  {
    name: 'Status page',
    userId: 'ben.lindqvist@example.com',
    daysAgo: 200,
    expiresIn: null,
    scopes: ['logs:read'],
    accessRights: { projects: {} },
    calls: { perDay: 24, refused: 'RATE_LIMITED' },
  },
  {
    name: 'Log shipper',
    userId: 'ben.lindqvist@example.com',
    daysAgo: 320,
    expiresIn: '1y',
    scopes: ['logs:read'],
    accessRights: {},
    calls: { perDay: 18 },
  },
  {
    name: 'Migration 2025',
    description: 'Moved the old customers',
    userId: 'ben.lindqvist@example.com',
    daysAgo: 260,
    expiresIn: null,
    scopes: ['database:*'],
    accessRights: deployment,
  },
  {
    name: 'Pricing experiment',
    userId: 'dan.wright@example.com',
    daysAgo: 70,
    expiresIn: '60d',
    scopes: ['database:read'],
    accessRights: orders,
    calls: { perDay: 5, refused: 'API_KEY_EXPIRED', untilDaysAgo: 4 },
  },
  {
    name: 'Warehouse sync',
    userId: 'dan.wright@example.com',
    daysAgo: 52,
    expiresIn: '1y',
    scopes: ['database:read', 'metadata:read'],
    accessRights: orders,
    pausedDaysAgo: 3,
    calls: { perDay: 15, refused: 'API_KEY_PAUSED' },
  },
  {
    name: 'Contractor access',
    description: 'For the audit in autumn',
    userId: 'dan.wright@example.com',
    daysAgo: 88,
    expiresIn: '95d',
    scopes: ['metadata:read'],
    accessRights: orders,
  },
  {
    name: 'Terraform',
    description: 'Registers protected APIs',
    userId: admin,
    daysAgo: 180,
    expiresIn: '1y',
    type: 'admin',
    scopes: ['apis:manage', 'roles:read'],
    accessRights: {},
    calls: { perDay: 2 },
  },
  {
    name: 'Break glass',
    description: 'In the safe',
    userId: admin,
    daysAgo: 210,
    expiresIn: '1y',
    type: 'admin',
  },
  {
    name: 'Key checker of the gateway',
    userId: admin,
    daysAgo: 33,
    expiresIn: '1y',
    type: 'admin',
    scopes: ['api-keys:verify'],
    accessRights: {},
    calls: { perDay: 60 },
  },
];
