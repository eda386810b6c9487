//! The services that the workloads speak of, and how their names and identifiers look.

use crate::model::ACCOUNT;
use crate::random::Random;

/// Regions in which calls are made.
pub(super) const REGIONS: &[&str] = &[
    "us-east-1",
    "us-east-2",
    "us-west-2",
    "eu-west-1",
    "eu-central-1",
    "eu-north-1",
    "ap-southeast-1",
    "ap-northeast-1",
    "ca-central-1",
    "sa-east-1",
];

pub(super) const TEAMS: &[&str] = &[
    "payments", "search", "growth", "data", "platform", "security", "mobile", "billing",
    "identity", "ml",
];

pub(super) const STAGES: &[&str] = &["prod", "staging", "dev", "test"];

pub(super) const ORGANIZATION: &str = "o-a1b2c3d4e5";

/// One service: its actions, and the ARNs of its resources.
///
/// In an ARN `{r}` is a Region, `{a}` the account, `{n}` a name, `{n2}` a part of one, `{h}`, `{H}` and `{u}` are identifiers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Service {
    pub(super) prefix: &'static str,
    actions: &'static str,
    pub(super) arns: &'static [&'static str],
}

impl Service {
    const fn new(
        prefix: &'static str,
        actions: &'static str,
        arns: &'static [&'static str],
    ) -> Self {
        Self {
            prefix,
            actions,
            arns,
        }
    }

    /// The names of its actions.
    pub(super) fn actions(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.actions.split_ascii_whitespace()
    }

    /// One of its actions, without the prefix.
    pub(super) fn action(&self, random: &mut Random) -> &'static str {
        random.pick(&self.actions().collect::<Vec<_>>())
    }
}

/// Every service, by prefix.
pub(super) const SERVICES: &[Service] = &[
    Service::new(
        "cloudformation",
        "CreateStack UpdateStack DeleteStack DescribeStacks CreateChangeSet ExecuteChangeSet \
            GetTemplate ListStacks",
        &["arn:aws:cloudformation:{r}:{a}:stack/{n}/{u}"],
    ),
    Service::new(
        "cloudtrail",
        "StartLogging StopLogging UpdateTrail DeleteTrail DescribeTrails GetTrailStatus \
            LookupEvents",
        &["arn:aws:cloudtrail:{r}:{a}:trail/{n}"],
    ),
    Service::new(
        "cloudwatch",
        "PutMetricData GetMetricData PutMetricAlarm DeleteAlarms DescribeAlarms PutDashboard \
            GetDashboard",
        &["arn:aws:cloudwatch:{r}:{a}:alarm:{n}"],
    ),
    Service::new(
        "dynamodb",
        "GetItem PutItem UpdateItem DeleteItem Query Scan BatchGetItem BatchWriteItem \
            DescribeTable CreateTable DeleteTable UpdateTable TagResource",
        &[
            "arn:aws:dynamodb:{r}:{a}:table/{n}",
            "arn:aws:dynamodb:{r}:{a}:table/{n}/index/{n2}",
        ],
    ),
    Service::new(
        "ec2",
        "RunInstances StartInstances StopInstances TerminateInstances RebootInstances \
            CreateVolume DeleteVolume AttachVolume DetachVolume CreateSnapshot DeleteSnapshot \
            CreateSecurityGroup DeleteSecurityGroup AuthorizeSecurityGroupIngress \
            RevokeSecurityGroupIngress CreateTags DeleteTags ModifyInstanceAttribute \
            DescribeInstances DescribeVolumes DescribeImages DescribeSubnets GetConsoleOutput \
            CreateLaunchTemplate DeleteLaunchTemplate",
        &[
            "arn:aws:ec2:{r}:{a}:instance/i-{h}",
            "arn:aws:ec2:{r}:{a}:volume/vol-{h}",
            "arn:aws:ec2:{r}:{a}:security-group/sg-{h}",
        ],
    ),
    Service::new(
        "ecr",
        "GetDownloadUrlForLayer BatchGetImage PutImage InitiateLayerUpload UploadLayerPart \
            CompleteLayerUpload DescribeRepositories CreateRepository DeleteRepository",
        &["arn:aws:ecr:{r}:{a}:repository/{n}"],
    ),
    Service::new(
        "ecs",
        "RunTask StopTask UpdateService DescribeServices RegisterTaskDefinition \
            DeregisterTaskDefinition CreateService DeleteService ExecuteCommand",
        &[
            "arn:aws:ecs:{r}:{a}:service/{n}/{n2}",
            "arn:aws:ecs:{r}:{a}:task/{n}/{h}",
        ],
    ),
    Service::new(
        "eks",
        "DescribeCluster ListClusters CreateCluster DeleteCluster UpdateClusterConfig \
            AccessKubernetesApi CreateNodegroup DeleteNodegroup",
        &["arn:aws:eks:{r}:{a}:cluster/{n}"],
    ),
    Service::new(
        "events",
        "PutEvents PutRule DeleteRule PutTargets RemoveTargets DescribeRule EnableRule \
            DisableRule",
        &[
            "arn:aws:events:{r}:{a}:rule/{n}",
            "arn:aws:events:{r}:{a}:event-bus/{n}",
        ],
    ),
    Service::new(
        "glue",
        "GetTable GetTables CreateTable UpdateTable DeleteTable GetDatabase StartJobRun \
            GetJobRun BatchGetPartition",
        &[
            "arn:aws:glue:{r}:{a}:table/{n}/{n2}",
            "arn:aws:glue:{r}:{a}:job/{n}",
        ],
    ),
    Service::new(
        "iam",
        "CreateRole DeleteRole GetRole ListRoles PassRole AttachRolePolicy DetachRolePolicy \
            PutRolePolicy DeleteRolePolicy CreateUser DeleteUser GetUser ListUsers CreatePolicy \
            DeletePolicy GetPolicy CreateAccessKey DeleteAccessKey UpdateAccessKey TagRole \
            UntagRole",
        &[
            "arn:aws:iam::{a}:role/{n}",
            "arn:aws:iam::{a}:user/{n}",
            "arn:aws:iam::{a}:policy/{n}",
        ],
    ),
    Service::new(
        "kinesis",
        "PutRecord PutRecords GetRecords GetShardIterator DescribeStream CreateStream \
            DeleteStream ListShards",
        &["arn:aws:kinesis:{r}:{a}:stream/{n}"],
    ),
    Service::new(
        "kms",
        "Encrypt Decrypt ReEncryptFrom ReEncryptTo GenerateDataKey DescribeKey CreateGrant \
            ListGrants RevokeGrant ScheduleKeyDeletion EnableKeyRotation",
        &["arn:aws:kms:{r}:{a}:key/{u}"],
    ),
    Service::new(
        "lambda",
        "InvokeFunction CreateFunction DeleteFunction UpdateFunctionCode \
            UpdateFunctionConfiguration GetFunction ListFunctions AddPermission \
            RemovePermission PublishVersion CreateAlias UpdateAlias TagResource",
        &[
            "arn:aws:lambda:{r}:{a}:function:{n}",
            "arn:aws:lambda:{r}:{a}:function:{n}:live",
        ],
    ),
    Service::new(
        "logs",
        "CreateLogGroup CreateLogStream PutLogEvents GetLogEvents FilterLogEvents \
            DescribeLogGroups DeleteLogGroup PutRetentionPolicy StartQuery",
        &[
            "arn:aws:logs:{r}:{a}:log-group:/app/{n}:log-stream:{n2}",
            "arn:aws:logs:{r}:{a}:log-group:/aws/lambda/{n}",
        ],
    ),
    Service::new(
        "rds",
        "CreateDBInstance DeleteDBInstance ModifyDBInstance RebootDBInstance \
            CreateDBSnapshot DeleteDBSnapshot DescribeDBInstances AddTagsToResource \
            StartDBInstance StopDBInstance",
        &[
            "arn:aws:rds:{r}:{a}:db:{n}",
            "arn:aws:rds:{r}:{a}:snapshot:{n}",
        ],
    ),
    Service::new(
        "route53",
        "ChangeResourceRecordSets ListResourceRecordSets GetHostedZone CreateHostedZone \
            DeleteHostedZone",
        &["arn:aws:route53:::hostedzone/Z{H}"],
    ),
    Service::new(
        "s3",
        "GetObject PutObject DeleteObject GetObjectVersion DeleteObjectVersion \
            GetObjectTagging PutObjectTagging ListBucket GetBucketLocation \
            ListBucketMultipartUploads ListMultipartUploadParts AbortMultipartUpload \
            GetBucketPolicy PutBucketPolicy GetBucketNotification PutBucketNotification \
            GetObjectRetention PutObjectRetention GetObjectLegalHold PutObjectLegalHold \
            GetReplicationConfiguration PutReplicationConfiguration GetEncryptionConfiguration \
            PutEncryptionConfiguration GetLifecycleConfiguration PutLifecycleConfiguration \
            CreateBucket DeleteBucket GetBucketVersioning PutBucketVersioning GetBucketTagging \
            PutBucketTagging",
        &[
            "arn:aws:s3:::{n}",
            "arn:aws:s3:::{n}/data/{n2}.parquet",
            "arn:aws:s3:::{n}/logs/{n2}.gz",
        ],
    ),
    Service::new(
        "secretsmanager",
        "GetSecretValue PutSecretValue CreateSecret DeleteSecret DescribeSecret UpdateSecret \
            RotateSecret TagResource",
        &["arn:aws:secretsmanager:{r}:{a}:secret:{n}-AbCdEf"],
    ),
    Service::new(
        "sns",
        "Publish Subscribe Unsubscribe CreateTopic DeleteTopic GetTopicAttributes \
            SetTopicAttributes ListSubscriptionsByTopic",
        &["arn:aws:sns:{r}:{a}:{n}"],
    ),
    Service::new(
        "sqs",
        "SendMessage ReceiveMessage DeleteMessage GetQueueAttributes SetQueueAttributes \
            CreateQueue DeleteQueue PurgeQueue ListQueues ChangeMessageVisibility",
        &["arn:aws:sqs:{r}:{a}:{n}"],
    ),
    Service::new(
        "ssm",
        "GetParameter GetParameters GetParametersByPath PutParameter DeleteParameter \
            SendCommand StartSession TerminateSession DescribeParameters",
        &["arn:aws:ssm:{r}:{a}:parameter/{n}/{n2}"],
    ),
    Service::new(
        "states",
        "StartExecution StopExecution DescribeExecution CreateStateMachine \
            UpdateStateMachine DeleteStateMachine GetExecutionHistory",
        &["arn:aws:states:{r}:{a}:stateMachine:{n}"],
    ),
    Service::new(
        "sts",
        "AssumeRole AssumeRoleWithWebIdentity GetCallerIdentity TagSession",
        &["arn:aws:iam::{a}:role/{n}"],
    ),
];

/// The service of a prefix.
pub(super) fn service(prefix: &str) -> Option<&'static Service> {
    SERVICES.iter().find(|service| service.prefix == prefix)
}

/// One of the services.
pub(super) fn any_of(services: &[&'static Service], random: &mut Random) -> &'static Service {
    let index = random.below(services.len());
    let fallback = SERVICES.first().unwrap_or(&NONE);
    services.get(index).copied().unwrap_or(fallback)
}

const NONE: Service = Service::new("", "", &[]);

/// Whether an action of S3 is on objects and not on a bucket.
pub(super) fn is_on_objects(action: &str) -> bool {
    let names = ["Object", "MultipartUploadParts", "AbortMultipartUpload"];
    names.iter().any(|name| action.contains(name))
}

/// Hexadecimal digits.
pub(super) fn hexadecimal(digits: usize, random: &mut Random) -> String {
    (0..digits)
        .map(|_| one_of("0123456789abcdef", random))
        .collect()
}

/// One character of a text that has some.
pub(super) fn one_of(characters: &str, random: &mut Random) -> char {
    let index = random.below(characters.len());
    characters.chars().nth(index).unwrap_or('0')
}

fn uuid(random: &mut Random) -> String {
    let groups = [8, 4, 4, 4, 12].map(|digits| hexadecimal(digits, random));
    groups.join("-")
}

/// The name of something that a team runs.
pub(super) fn application(random: &mut Random) -> String {
    let (team, stage) = (random.pick(TEAMS), random.pick(STAGES));
    format!("{team}-{stage}-{:03}", random.below(400))
}

/// An ARN of a resource; with a name of an application where none is given.
pub(super) fn arn(template: &str, name: Option<&str>, region: &str, random: &mut Random) -> String {
    let name = name.map_or_else(|| application(random), str::to_owned);
    let part = format!("part-{:04}", random.below(10_000));
    template
        .replace("{r}", region)
        .replace("{a}", ACCOUNT)
        .replace("{n2}", &part)
        .replace("{n}", &name)
        .replace("{h}", &hexadecimal(17, random))
        .replace("{H}", &hexadecimal(13, random).to_ascii_uppercase())
        .replace("{u}", &uuid(random))
}

#[cfg(test)]
mod tests {
    use super::{SERVICES, arn};
    use crate::random::Random;

    #[test]
    fn there_are_so_many_services_and_actions() {
        let actions: usize = SERVICES.iter().map(|one| one.actions().count()).sum();
        assert_eq!((SERVICES.len(), actions), (24, ACTIONS));
    }

    const ACTIONS: usize = 258;

    #[test]
    fn every_template_becomes_an_arn() {
        let mut random = Random::new(1);
        for template in SERVICES.iter().flat_map(|service| service.arns) {
            let arn = arn(template, None, "eu-west-1", &mut random);
            assert!(arn.starts_with("arn:aws:") && !arn.contains('{'), "{arn}");
        }
    }
}
