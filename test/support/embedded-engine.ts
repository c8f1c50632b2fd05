import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { EngineProcess } from '../../local/dynamodb/engine-process.ts';

/** A port on which nothing listens stands in for a DynamoDB that is not there. */
export { freePort } from '../../local/http/listen.ts';

/** Starts an engine in memory. It ends with this process at the latest, however that ends. */
export async function startEmbedded(): Promise<EngineProcess> {
  let guard: ChildProcess | undefined;
  const engine = await EngineProcess.start({
    onSpawn: (pid) => {
      guard?.kill();
      guard = killAtOurEnd(pid);
    },
  });
  void engine.ended.then(() => guard?.kill());
  return engine;
}

/** Jest tells no test of the end of its process; the pipe to the guard closes then. */
function killAtOurEnd(pid: number): ChildProcess {
  const guard = spawn('sh', ['-c', `read -r _; kill -9 ${pid}`], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.unref();
  (guard.stdin as Socket).unref();
  return guard;
}
