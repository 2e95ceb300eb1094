/** The address of a queue by its ARN. */
export const planQueueUrl = (queueArn: string): string => {
  const [, partition = "", , region = "", account = "", name = ""] = queueArn.split(":");
  const suffix = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  return `https://sqs.${region}.${suffix}/${account}/${name}`;
};
