/** Who is told of an alarm. */
export interface AlarmReceiver {
  /** An SNS topic. @default nobody: an alarm is a colour in the console */
  readonly alarmTopicArn?: string | undefined;
}

/** What makes an alarm tell somebody when it begins, and when it is over. */
export const alarmActions = ({
  alarmTopicArn,
}: AlarmReceiver): { readonly alarmActions?: string[]; readonly okActions?: string[] } =>
  alarmTopicArn === undefined ? {} : { alarmActions: [alarmTopicArn], okActions: [alarmTopicArn] };
