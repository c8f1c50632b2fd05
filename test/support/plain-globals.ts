import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

/** What test files leave to those after them in the same worker, by name. */
const kept = new Map<string, unknown>();

/**
 * Jest's environment for Node.js, with a global object as plain as a program's. Jest's own is watched by a proxy, and
 * each use of `Math` or `Object` asks the proxy: code that counts takes four times as long there.
 */
// oxlint-disable-next-line import/no-default-export -- jest asks for it
export default class PlainGlobals extends TestEnvironment {
  constructor(...parameters: ConstructorParameters<typeof TestEnvironment>) {
    const { createContext } = vm;
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...parameters);
    } finally {
      vm.createContext = createContext;
    }
    Object.assign(this.global, { keptByWorker: kept });
  }
}
