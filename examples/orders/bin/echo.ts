import { startEcho } from '../backends/echo.ts';

const port = process.env.ECHO_PORT || '3001';
try {
  const { url } = await startEcho(Number(port));
  console.log(`The HTTP backend of examples/orders listens at ${url}`);
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  console.error(`The HTTP backend of examples/orders cannot listen on ECHO_PORT ${port}: ${reason}`);
  process.exit(1);
}
