import {
  Alarm,
  ComparisonOperator,
  type IAlarmAction,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

export interface RunbookAlarmProps {
  readonly metric: IMetric;
  /** What is wrong when the alarm goes off, for the person who reads it at night. */
  readonly means: string;
  /** Heading of the section in `docs/runbook.md`, as an anchor. */
  readonly runbookSection: string;
  /** The alarm goes off at this value. */
  readonly threshold: number;
  /** How many periods of the metric in a row. @default 1 */
  readonly periods?: number;
  readonly action: IAlarmAction;
}

/** An alarm whose description says what to do. No data is no trouble: all these metrics count events. */
export class RunbookAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: RunbookAlarmProps) {
    super(scope, id, {
      metric: props.metric,
      alarmDescription: `${props.means}. Runbook: docs/runbook.md#${props.runbookSection}`,
      threshold: props.threshold,
      evaluationPeriods: props.periods ?? 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    this.addAlarmAction(props.action);
    this.addOkAction(props.action);
  }
}
