/** The longest that an Auto Scaling group waits for a hook, whatever its heartbeats: 48 hours or 100 heartbeat timeouts. */
export const planLongestWait = (heartbeatSeconds: number): number =>
  // https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RecordLifecycleActionHeartbeat.html
  Math.min(48 * 3600, 100 * heartbeatSeconds);

/** When a message comes back, and whether that visit tells the group that we are still at work. */
export interface Visit {
  /** How long the message stays hidden, seconds. */
  readonly delaySeconds: number;
  readonly beats: boolean;
}

/**
 * Plans the next visit of a drain that isn't finished. Young drains are looked at often, old ones seldom: a drain of 48 hours
 * is visited about 760 times, below the 1,000 receives that SQS allows before it dead-letters a message.
 */
export const planVisit = (elapsedSeconds: number, heartbeatSeconds: number): Visit => {
  const beatSeconds = Math.min(longestDelaySeconds, Math.floor(heartbeatSeconds / 3));
  return {
    delaySeconds: Math.max(1, Math.min(cadenceSeconds(elapsedSeconds), beatSeconds)),
    beats: elapsedSeconds >= beatSeconds && elapsedSeconds < planLongestWait(heartbeatSeconds),
  };
};

/** Two visits may fail before a hook of 900 seconds runs out. */
const longestDelaySeconds = 240;

const cadenceSeconds = (elapsedSeconds: number): number => {
  if (elapsedSeconds < 300) return 15;
  return elapsedSeconds < 1800 ? 60 : longestDelaySeconds;
};
