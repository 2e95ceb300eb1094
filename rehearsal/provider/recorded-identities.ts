/**
 * How AWS would identify a recorded resource. In the texts `{name}` is the physical name, `{id}` and `{arn}` what was made
 * from this entry, `{hex17}` seventeen hexadecimal digits, `{byte}` a number below 256, any other word an input property.
 */
export interface RecordedIdentity {
  readonly id: string;
  readonly arn?: string;
  /** Further outputs that programs pass on. */
  readonly outputs?: Readonly<Record<string, RecordedOutput>>;
}

/** A text to fill in, a flag, or a list of objects of such texts. */
export type RecordedOutput = string | boolean | readonly Readonly<Record<string, string>>[];

const ec2 = (prefix: string, path: string, outputs: Readonly<Record<string, string>> = {}): RecordedIdentity => ({
  id: `${prefix}-{hex17}`,
  arn: `arn:aws:ec2:{region}:{account}:${path}/{id}`,
  outputs: { ownerId: "{account}", ...outputs },
});

const named = (arn: string, outputs: RecordedIdentity["outputs"] = {}): RecordedIdentity => ({
  id: "{name}",
  arn,
  outputs,
});

const cloudFront = (id: string, path: string, outputs: Readonly<Record<string, string>> = {}): RecordedIdentity => ({
  id,
  arn: `arn:aws:cloudfront::{account}:${path}/{id}`,
  outputs: { etag: "E{HEX13}", ...outputs },
});

const ofBucket: RecordedIdentity = { id: "{bucket}" };

/** Source of the formats: https://docs.aws.amazon.com/service-authorization/latest/reference/ (resource types of each service). */
export const recordedIdentities: Readonly<Record<string, RecordedIdentity>> = {
  "aws:acm/certificate:Certificate": {
    id: "arn:aws:acm:{region}:{account}:certificate/{uuid}",
    arn: "{id}",
    outputs: {
      status: "PENDING_VALIDATION",
      type: "AMAZON_ISSUED",
      // https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
      domainValidationOptions: [
        {
          domainName: "{domainName}",
          resourceRecordName: "_{hex32}.{domainName}.",
          resourceRecordType: "CNAME",
          resourceRecordValue: "_{hex32}.acm-validations.aws.",
        },
      ],
    },
  },
  "aws:apigatewayv2/api:Api": {
    id: "{hex10}",
    arn: "arn:aws:apigateway:{region}::/apis/{id}",
    outputs: {
      apiEndpoint: "https://{id}.execute-api.{region}.amazonaws.com",
      executionArn: "arn:aws:execute-api:{region}:{account}:{id}",
    },
  },
  "aws:apigatewayv2/stage:Stage": {
    id: "{name}",
    arn: "arn:aws:apigateway:{region}::/apis/{apiId}/stages/{id}",
    outputs: {
      executionArn: "arn:aws:execute-api:{region}:{account}:{apiId}/{id}",
      invokeUrl: "https://{apiId}.execute-api.{region}.amazonaws.com/",
    },
  },
  "aws:cloudfront/cachePolicy:CachePolicy": cloudFront("{uuid}", "cache-policy"),
  "aws:cloudfront/distribution:Distribution": cloudFront("E{HEX13}", "distribution", {
    domainName: "d{hex13}.cloudfront.net",
    // The same for all: https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html
    hostedZoneId: "Z2FDTNDATAQYW2",
    status: "InProgress",
  }),
  "aws:cloudfront/function:Function": {
    ...cloudFront("{name}", "function", { liveStageEtag: "E{HEX13}", status: "UNASSOCIATED" }),
  },
  "aws:cloudfront/originAccessControl:OriginAccessControl": cloudFront("E{HEX13}", "origin-access-control"),
  "aws:cloudfront/originRequestPolicy:OriginRequestPolicy": cloudFront("{uuid}", "origin-request-policy"),
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": cloudFront("{uuid}", "response-headers-policy"),
  "aws:cloudfront/vpcOrigin:VpcOrigin": cloudFront("vo_{hex22}", "vpcorigin"),
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": {
    id: "{alarmName}",
    arn: "arn:aws:cloudwatch:{region}:{account}:alarm:{id}",
  },
  "aws:cloudwatch/dashboard:Dashboard": {
    id: "{dashboardName}",
    outputs: { dashboardArn: "arn:aws:cloudwatch::{account}:dashboard/{id}" },
  },
  "aws:cloudwatch/eventBus:EventBus": named("arn:aws:events:{region}:{account}:event-bus/{name}"),
  "aws:cloudwatch/logGroup:LogGroup": named("arn:aws:logs:{region}:{account}:log-group:{name}"),
  "aws:codebuild/project:Project": {
    id: "arn:aws:codebuild:{region}:{account}:project/{name}",
    arn: "{id}",
  },
  "aws:codepipeline/pipeline:Pipeline": named("arn:aws:codepipeline:{region}:{account}:{name}"),
  "aws:ec2/eip:Eip": {
    id: "eipalloc-{hex17}",
    arn: "arn:aws:ec2:{region}:{account}:elastic-ip/{id}",
    // Addresses for documentation: https://www.rfc-editor.org/rfc/rfc5737
    outputs: { allocationId: "{id}", publicIp: "203.0.113.{byte}", domain: "vpc" },
  },
  "aws:ec2/flowLog:FlowLog": ec2("fl", "vpc-flow-log"),
  "aws:ec2/internetGateway:InternetGateway": ec2("igw", "internet-gateway"),
  "aws:ec2/natGateway:NatGateway": { id: "nat-{hex17}", outputs: { publicIp: "203.0.113.{byte}" } },
  "aws:ec2/route:Route": { id: "r-{routeTableId}{hex10}", outputs: { origin: "CreateRoute", state: "active" } },
  "aws:ec2/routeTable:RouteTable": ec2("rtb", "route-table"),
  "aws:ec2/routeTableAssociation:RouteTableAssociation": { id: "rtbassoc-{hex17}" },
  "aws:ec2/securityGroup:SecurityGroup": ec2("sg", "security-group"),
  "aws:ec2/securityGroupRule:SecurityGroupRule": {
    id: "sgrule-{hex10}",
    outputs: { securityGroupRuleId: "sgr-{hex17}" },
  },
  "aws:ec2/subnet:Subnet": ec2("subnet", "subnet"),
  "aws:ec2/vpc:Vpc": ec2("vpc", "vpc", {
    defaultNetworkAclId: "acl-{hex17}",
    defaultRouteTableId: "rtb-{hex17}",
    defaultSecurityGroupId: "sg-{hex17}",
    dhcpOptionsId: "dopt-{hex17}",
    mainRouteTableId: "rtb-{hex17}",
  }),
  "aws:ec2/vpcEndpoint:VpcEndpoint": ec2("vpce", "vpc-endpoint", { state: "available" }),
  "aws:ecr/repository:Repository": {
    id: "{name}",
    arn: "arn:aws:ecr:{region}:{account}:repository/{name}",
    outputs: { registryId: "{account}", repositoryUrl: "{account}.dkr.ecr.{region}.amazonaws.com/{name}" },
  },
  "aws:iam/instanceProfile:InstanceProfile": named("arn:aws:iam::{account}:instance-profile/{name}", {
    createDate: "{date}",
    uniqueId: "AIPA{HEX17}",
  }),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
    id: "arn:aws:iam::{account}:oidc-provider/{hex20}",
    arn: "{id}",
  },
  "aws:iam/policy:Policy": {
    id: "arn:aws:iam::{account}:policy/{name}",
    arn: "{id}",
    outputs: { policyId: "ANPA{HEX17}" },
  },
  "aws:iam/role:Role": named("arn:aws:iam::{account}:role/{name}", { createDate: "{date}", uniqueId: "AROA{HEX17}" }),
  "aws:iam/rolePolicy:RolePolicy": { id: "{role}:{name}" },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": { id: "{role}/{policyArn}" },
  "aws:kms/alias:Alias": named("arn:aws:kms:{region}:{account}:{name}"),
  "aws:kms/key:Key": { id: "{uuid}", arn: "arn:aws:kms:{region}:{account}:key/{id}", outputs: { keyId: "{id}" } },
  "aws:lambda/alias:Alias": {
    id: "{functionName}:{name}",
    arn: "arn:aws:lambda:{region}:{account}:function:{functionName}:{name}",
    outputs: { invokeArn: "arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations" },
  },
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": { id: "{functionName}" },
  "aws:lambda/functionUrl:FunctionUrl": {
    id: "{functionName}",
    outputs: { functionUrl: "https://{hex32}.lambda-url.{region}.on.aws/", urlId: "{hex32}" },
  },
  "aws:lambda/permission:Permission": { id: "{statementId}" },
  "aws:route53/record:Record": { id: "{zoneId}_{name}_{type}", outputs: { fqdn: "{name}" } },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": ofBucket,
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": ofBucket,
  "aws:s3/bucketPolicy:BucketPolicy": ofBucket,
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": ofBucket,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": ofBucket,
  "aws:s3/bucketVersioning:BucketVersioning": ofBucket,
  "aws:scheduler/schedule:Schedule": {
    id: "{groupName}/{name}",
    arn: "arn:aws:scheduler:{region}:{account}:schedule/{groupName}/{name}",
  },
  "aws:scheduler/scheduleGroup:ScheduleGroup": named("arn:aws:scheduler:{region}:{account}:schedule-group/{name}", {
    state: "ACTIVE",
  }),
  "aws:secretsmanager/secret:Secret": {
    id: "arn:aws:secretsmanager:{region}:{account}:secret:{name}-{hex6}",
    arn: "{id}",
  },
  "aws:secretsmanager/secretVersion:SecretVersion": {
    id: "{secretId}|{uuid}",
    arn: "{secretId}",
    outputs: { versionId: "{uuid}" },
  },
  "aws:sns/topic:Topic": {
    id: "arn:aws:sns:{region}:{account}:{name}",
    arn: "{id}",
    outputs: { owner: "{account}" },
  },
  "aws:sns/topicSubscription:TopicSubscription": { id: "{topic}:{uuid}", arn: "{id}" },
  "aws:sqs/redrivePolicy:RedrivePolicy": { id: "{queueUrl}" },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
    id: "sgr-{hex17}",
    arn: "arn:aws:ec2:{region}:{account}:security-group-rule/{id}",
    outputs: { securityGroupRuleId: "{id}" },
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
    id: "sgr-{hex17}",
    arn: "arn:aws:ec2:{region}:{account}:security-group-rule/{id}",
    outputs: { securityGroupRuleId: "{id}" },
  },
  "aws:wafv2/webAcl:WebAcl": { id: "{uuid}", arn: "arn:aws:wafv2:{region}:{account}:{scope}/webacl/{name}/{id}" },
};
