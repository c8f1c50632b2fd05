import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { routeSetOf } from '../../lambdas/domain/apis/route-set.ts';
import type { ResourceRequest } from '../../lambdas/functions/custom-resource.ts';

export interface ResourceAnswer {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly PhysicalResourceId: string;
  readonly Reason?: string;
}

type Handler = (request: ResourceRequest) => Promise<void>;
type Properties = Readonly<Record<string, string>>;

/** What a stack asks to have registered; all texts, as CloudFormation sends them. */
export function registration(name: string, stage: string, routes: readonly object[], more = {}): Properties {
  return {
    ServiceToken: 'arn:aws:lambda:us-east-1:123456789012:function:registrar',
    ServiceTimeout: '60',
    Name: name,
    AccountId: '123456789012',
    ApiId: 'a1b2c3',
    Stage: stage,
    Routes: JSON.stringify(routes),
    RoutesHash: routeSetOf(routes as never).hash,
    ...more,
  };
}

/** The presigned address where CloudFormation waits for the answers of one function. */
export class CloudFormation {
  /** Each as it was sent. */
  readonly answers: string[] = [];
  readonly #handler: Handler;
  readonly #server: Server;
  #requests = 0;

  constructor(handler: Handler) {
    this.#handler = handler;
    this.#server = createServer(async (request, response) => {
      this.answers.push(await text(request));
      response.end();
    });
  }

  async start(): Promise<void> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async request(
    stack: string,
    request: Pick<ResourceRequest, 'RequestType' | 'ResourceProperties'> & Partial<ResourceRequest>,
  ): Promise<ResourceAnswer> {
    const { port } = this.#server.address() as AddressInfo;
    this.#requests += 1;
    await this.#handler({
      ResponseURL: `http://127.0.0.1:${port}/presigned`,
      StackId: `arn:aws:cloudformation:us-east-1:123456789012:stack/${stack}/0a1b2c`,
      RequestId: `request-${this.#requests}`,
      LogicalResourceId: 'Auth',
      ...request,
    });
    return JSON.parse(this.answers.at(-1) ?? '{}');
  }
}

/** One resource of a stack, deployed as CloudFormation does: cleaned up after a replacement, and rolled back on failure. */
export class StackResource {
  readonly #cloudFormation: CloudFormation;
  readonly #stack: string;
  readonly #logicalId: string;
  #id = '';
  #properties: Properties = {};
  /** What it was before the last update. */
  #before: Place = ['', {}];

  constructor(cloudFormation: CloudFormation, stack: string, logicalId = 'Auth') {
    this.#cloudFormation = cloudFormation;
    this.#stack = stack;
    this.#logicalId = logicalId;
  }

  get physicalId(): string {
    return this.#id;
  }

  /** A failed Create is followed by a Delete. */
  async create(properties: Properties): Promise<ResourceAnswer> {
    const answer = await this.send('Create', properties);
    if (answer.Status === 'FAILED') await this.send('Delete', properties, answer.PhysicalResourceId);
    else [this.#id, this.#properties] = [answer.PhysicalResourceId, properties];
    return answer;
  }

  /** Before anything is cleaned up. */
  async update(properties: Properties): Promise<ResourceAnswer> {
    this.#before = [this.#id, this.#properties];
    const answer = await this.send('Update', properties, this.#id, this.#properties);
    this.#properties = properties;
    if (answer.Status === 'SUCCESS') this.#id = answer.PhysicalResourceId;
    return answer;
  }

  /** The end of an update that did well: what was replaced is deleted. */
  async cleanUp(): Promise<void> {
    const [id, properties] = this.#before;
    if (id !== this.#id) await this.send('Delete', properties, id);
  }

  /** The update, or something else of the stack, has failed: the former properties come back, and what is new goes. */
  async rollBack(): Promise<void> {
    const [, properties] = this.#before;
    await this.update(properties);
    await this.cleanUp();
  }

  delete(): Promise<ResourceAnswer> {
    return this.send('Delete', this.#properties, this.#id);
  }

  send(
    RequestType: ResourceRequest['RequestType'],
    ResourceProperties: Properties,
    id?: string,
    old?: Properties,
  ): Promise<ResourceAnswer> {
    return this.#cloudFormation.request(this.#stack, {
      RequestType,
      ResourceProperties,
      LogicalResourceId: this.#logicalId,
      ...(id === undefined ? {} : { PhysicalResourceId: id }),
      ...(old === undefined ? {} : { OldResourceProperties: old }),
    });
  }
}

type Place = readonly [id: string, properties: Properties];
