import { Contract, ContractFault, type Exchange } from '../support/contract.ts';

const contracts = new Map<string, Promise<Contract>>();
const faults: string[] = [];

/** A fault that a test has caught fails its file all the same. */
afterAll(() => {
  expect(faults).toEqual([]);
});

/** Holds the answers of a server against the document that it serves itself. */
export interface ServedContract {
  /** @throws ContractFault */
  check(exchange: Exchange): void;
}

/** Reads the document once for each address; to be called before the first call, since later the server may be gone. */
export async function contractOf(baseUrl: string): Promise<ServedContract> {
  const reading = contracts.get(baseUrl) ?? read(baseUrl);
  contracts.set(baseUrl, reading);
  reading.catch(() => contracts.delete(baseUrl));
  const contract = await reading;
  return {
    check: (exchange) => {
      try {
        contract.check(exchange);
      } catch (error) {
        if (error instanceof ContractFault) faults.push(error.message);
        throw error;
      }
    },
  };
}

async function read(baseUrl: string): Promise<Contract> {
  const response = await fetch(`${baseUrl}/openapi.json`);
  return new Contract((await response.json()) as object);
}
