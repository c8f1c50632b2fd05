import { startEcho } from '../backends/echo.ts';

const { url } = await startEcho(Number(process.env.ECHO_PORT ?? 3001));
console.log(`The HTTP backend of examples/orders listens at ${url}`);
