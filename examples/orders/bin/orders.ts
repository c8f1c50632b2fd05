import { Latchkey } from '@latchkey/cdk';
import { App, Stack } from 'aws-cdk-lib';
import { ModelsApi } from '../lib/models-api.ts';
import { ShopApi } from '../lib/shop-api.ts';

const app = new App();
const backendUrl: unknown = app.node.tryGetContext('backendUrl');
if (typeof backendUrl !== 'string') throw new TypeError('Name the HTTP backend: -c backendUrl=https://…');

const stack = new Stack(app, 'orders', { description: 'Two APIs that Latchkey protects' });
const latchkey = Latchkey.named(stack, 'latchkey');
new ShopApi(stack, 'Shop', latchkey);
new ModelsApi(stack, 'Models', { latchkey, backendUrl });
