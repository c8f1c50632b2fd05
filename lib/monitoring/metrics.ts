import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Operation, type TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { EventSourceMapping, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { lastUseIndex } from '../../lambdas/contract/last-use-item.ts';
import { dueIndex } from '../../lambdas/contract/outbox-items.ts';
import { indexes } from '../../lambdas/contract/tables.ts';
import type { ApiStack } from '../api/api-stack.ts';
import type { DataStack } from '../data/data-stack.ts';

/** Long enough for a count to mean something, short enough to wake somebody in time. */
const period = Duration.minutes(5);

/** The operations that functions use; DynamoDB counts system errors for each on its own. */
const operations = [
  Operation.BATCH_GET_ITEM,
  Operation.GET_ITEM,
  Operation.PUT_ITEM,
  Operation.QUERY,
  Operation.TRANSACT_WRITE_ITEMS,
  Operation.UPDATE_ITEM,
];

type Table = Pick<TableV2, 'metric' | 'tableName'>;

/** The numbers that the dashboard shows and the alarms watch. */
export function deploymentMetrics(data: DataStack, api: ApiStack) {
  const { restApi } = api.api;
  const handlers = Object.values(api.routeFunctions);
  const tables = [data.credentials, data.registry, data.usage, data.outbox];
  const exporter = api.auditExporter.function;
  const reconciler = api.reconciler.function;
  const recorder = api.usageRecorder.function;
  const dispatcher = api.dispatcher.function;
  return {
    requests: restApi.metricCount({ period, label: 'Requests' }),
    clientErrors: restApi.metricClientError({ period, label: '4xx' }),
    serverErrors: restApi.metricServerError({ period, statistic: Stats.SUM, label: '5xx' }),
    latencyP50: restApi.metricLatency({ period, statistic: Stats.p(50), label: 'p50' }),
    latencyP99: restApi.metricLatency({ period, statistic: Stats.p(99), label: 'p99' }),
    authorizerErrors: api.authorizer.metricErrors({ period, label: 'Errors' }),
    authorizerThrottles: api.authorizer.metricThrottles({ period, label: 'Throttles' }),
    authorizerP50: api.authorizer.metricDuration({ period, statistic: Stats.p(50), label: 'p50' }),
    authorizerP99: api.authorizer.metricDuration({ period, statistic: Stats.p(99), label: 'p99' }),
    callsJudged: [
      api.authorizer.metricInvocations({ period, label: 'Of this API' }),
      api.gatewayAuthorizer.function.metricInvocations({ period, label: 'Of protected APIs' }),
    ],
    concurrentVerdicts: [
      concurrency(api.authorizer, 'Of this API'),
      concurrency(api.gatewayAuthorizer.function, 'Of protected APIs'),
    ],
    gatewayAuthorizerErrors: beyondRefusals(
      api.gatewayAuthorizer.function.metricErrors({ period }),
      data.logs.thrownRefusals,
    ),
    gatewayAuthorizerThrottles: api.gatewayAuthorizer.function.metricThrottles({
      period,
      label: 'Throttles',
    }),
    gatewayAuthorizerP50: api.gatewayAuthorizer.function.metricDuration({
      period,
      statistic: Stats.p(50),
      label: 'p50',
    }),
    gatewayAuthorizerP99: api.gatewayAuthorizer.function.metricDuration({
      period,
      statistic: Stats.p(99),
      label: 'p99',
    }),
    registrarErrors: api.registrar.function.metricErrors({ period, label: 'Errors' }),
    handlerErrors: sum(
      'handlers',
      'Handler errors',
      handlers.map((handler) => handler.metricErrors({ period })),
    ),
    rateLimitedCalls: counted(data.logs.rateLimitedCalls, '429'),
    unauthenticatedCalls: counted(data.logs.unauthenticatedCalls, '401'),
    forbiddenCalls: counted(data.logs.forbiddenCalls, '403'),
    unauthenticatedSurge: surge(
      'unauthenticated',
      data.logs.unauthenticatedCalls,
      restApi.metricCount({ period }),
    ),
    forbiddenSurge: surge('forbidden', data.logs.forbiddenCalls, restApi.metricCount({ period })),
    grantsOfEverything: counted(data.logs.grantsOfEverything, 'Grants of everything'),
    bootstrapCalls: api.bootstrap.function.metricInvocations({ period, label: 'Calls' }),
    exporterIteratorAge: iteratorAge(exporter),
    exporterErrors: exporter.metricErrors({ period, label: 'Errors' }),
    undelivered: givenUp('undelivered', 'Undelivered audit events', exporter, api.auditExporter.mapping),
    reconcilerIteratorAge: iteratorAge(reconciler),
    reconcilerErrors: reconciler.metricErrors({ period, label: 'Errors' }),
    unpurged: givenUp('unpurged', 'Keys not purged', reconciler, api.reconciler.mapping),
    dispatcherIteratorAge: iteratorAge(dispatcher),
    webhookErrors: sum('webhooks', 'Errors', [
      dispatcher.metricErrors({ period }),
      api.sender.function.metricErrors({ period }),
      api.clock.function.metricErrors({ period }),
    ]),
    undispatched: givenUp('undispatched', 'Events not told', dispatcher, api.dispatcher.mapping),
    recorderErrors: recorder.metricErrors({ period, label: 'Errors' }),
    recorderThrottles: recorder.metricThrottles({ period, label: 'Throttles' }),
    unrecorded: sum('unrecorded', 'Calls of the recorder given up', [
      // Lambda counts what it puts into the bucket as dropped (developer guide, "Types of metrics").
      recorder.metric('AsyncEventsDropped', { period, statistic: Stats.SUM }),
      destinationFailures(recorder),
    ]),
    tableThrottles: sum(
      'throttles',
      'Throttled reads and writes',
      tables.flatMap((table) => throttles(table)),
    ),
    indexThrottles: sum('indexThrottles', 'Throttled by an index', [
      ...Object.keys(indexes).flatMap((index) => throttles(data.registry, index)),
      ...throttles(data.usage, lastUseIndex.name),
    ]),
    dueIndexThrottles: sum(
      'dueIndexThrottles',
      'Throttled by the index of what is due',
      throttles(data.outbox, dueIndex.name),
    ),
    tableSystemErrors: tables.map((table) => ({
      table: table.node.id,
      metric: sum(`errors${table.node.id}`, table.node.id, systemErrors(table)),
    })),
    consumedReads: tables.map((table) =>
      table.metricConsumedReadCapacityUnits({ period, label: table.node.id }),
    ),
    consumedWrites: tables.map((table) =>
      table.metricConsumedWriteCapacityUnits({ period, label: table.node.id }),
    ),
  };
}

export type DeploymentMetrics = ReturnType<typeof deploymentMetrics>;

/**
 * A series that is absent counts as zero. An alarm takes ten metrics (CloudWatch quota).
 *
 * @param name distinguishes the sum from others in one graph
 */
function sum(name: string, label: string, metrics: readonly IMetric[]): IMetric {
  const usingMetrics = Object.fromEntries(metrics.map((metric, position) => [`${name}${position}`, metric]));
  const filled = Object.keys(usingMetrics).map((id) => `FILL(${id}, 0)`);
  const expression = `SUM([${filled.join(', ')}])`;
  return new MathExpression({ expression, usingMetrics, label, period });
}

/**
 * Errors that are no refusals. Both are counted by the minute in which they happened, though not by the same clock: where
 * thousands are refused, a twentieth more of them is allowed for.
 */
function beyondRefusals(errors: Metric, refusals: Metric): IMetric {
  return new MathExpression({
    expression: 'FILL(errors, 0) - 1.05 * FILL(refusals, 0)',
    usingMetrics: { errors, refusals: refusals.with({ period, statistic: Stats.SUM }) },
    label: 'Errors',
    period,
  });
}

function counted(metric: Metric, label: string): IMetric {
  return metric.with({ period, statistic: Stats.SUM, label });
}

/** The refused calls of a period in which they are 100 or more, and a fifth of all; else 0. */
function surge(name: string, refused: Metric, all: IMetric): IMetric {
  const [calls, requests] = [`${name}Calls`, `${name}Requests`];
  return new MathExpression({
    expression: `IF(FILL(${calls}, 0) >= 100 AND FILL(${calls}, 0) * 5 >= ${requests}, ${calls}, 0)`,
    usingMetrics: { [calls]: counted(refused, calls), [requests]: all },
    period,
  });
}

function systemErrors(table: Table): IMetric[] {
  return operations.map((operation) =>
    table.metric('SystemErrors', {
      dimensionsMap: { TableName: table.tableName, Operation: operation },
      period,
      statistic: Stats.SUM,
    }),
  );
}

/** @param index counted apart from its table (DynamoDB developer guide, "Metrics and dimensions") */
function throttles(table: Table, index?: string): IMetric[] {
  const dimensionsMap = {
    TableName: table.tableName,
    ...(index === undefined ? {} : { GlobalSecondaryIndexName: index }),
  };
  return ['ReadThrottleEvents', 'WriteThrottleEvents'].map((name) =>
    table.metric(name, { dimensionsMap, period, statistic: Stats.SUM }),
  );
}

function concurrency(fn: LambdaFunction, label: string): IMetric {
  return fn.metric('ConcurrentExecutions', { period, statistic: Stats.MAXIMUM, label });
}

function iteratorAge(fn: LambdaFunction): IMetric {
  return fn.metric('IteratorAge', { period, statistic: Stats.MAXIMUM, label: 'Age' });
}

/** Records of a stream that went to the bucket, or not even there. */
function givenUp(name: string, label: string, fn: LambdaFunction, mapping: EventSourceMapping): IMetric {
  return sum(name, label, [
    mappingMetric(mapping, 'OnFailureDestinationDeliveredEventCount'),
    mappingMetric(mapping, 'DroppedEventCount'),
    destinationFailures(fn),
  ]);
}

function destinationFailures(fn: LambdaFunction): IMetric {
  return fn.metric('DestinationDeliveryFailures', { period, statistic: Stats.SUM });
}

/** Counted because the mapping asks for it (developer guide, "Event source mapping metrics"). */
function mappingMetric(mapping: EventSourceMapping, metricName: string): IMetric {
  return new Metric({
    namespace: 'AWS/Lambda',
    metricName,
    dimensionsMap: { EventSourceMappingUUID: mapping.eventSourceMappingId },
    statistic: Stats.SUM,
    period,
  });
}
