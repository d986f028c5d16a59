import type { FromSchema } from 'json-schema-to-ts'
import { type AlertsConfig, alertsSchema } from './alerts-schema.js'
import { type BackupConfig, backupSchema } from './backup-schema.js'
import { type DirectoryConfig, directorySchema } from './directory-schema.js'
import { type CacheConfig, cacheSchema } from './cache-schema.js'
import { type FarmConfig, farmSchema, type HealthConfig, healthSchema } from './health-schema.js'
import { type HttpConfig, httpSchema } from './http-schema.js'
import { type ImageBuilderConfig, imageBuilderSchema } from './image-builder-schema.js'
import type { JenkinsOrder } from './jenkins-order-schema.js'
import { jenkinsSchema } from './jenkins-schema.js'
import { type JobsConfig, jobsSchema } from './jobs-schema.js'
import { type LicenceConfig, licenceSchema } from './licence-schema.js'
import { type NoticesConfig, noticesSchema } from './notices-schema.js'
import { type RepositoriesConfig, repositoriesSchema } from './repository-schema.js'
import { type ResidentConfig, residentSchema } from './resident-schema.js'
import { identifier } from './schema-fields.js'
import { type SiteChecksConfig, siteChecksSchema } from './site-checks-schema.js'
import { type StagingClusters, stagingClustersSchema } from './staging-clusters-schema.js'
import { type TelemetryConfig, telemetrySchema } from './telemetry-schema.js'
import { type UsersConfig, usersSchema } from './users-schema.js'
import { type ZooKeeperConfig, zookeeperSchema } from './zookeeper-schema.js'

/** The agent's configuration. resources/schema/agent.schema.json is generated from this. */
export const agentSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'packline agent configuration',
  type: 'object',
  additionalProperties: false,
  description: 'How packline works on this machine; everything has a default',
  properties: {
    $schema: { type: 'string', description: 'Where editors find this schema' },
    device: {
      type: 'string',
      pattern: identifier,
      description: 'Name of this physical machine; containers on it use the same. Default: its machine id'
    },
    labels: {
      type: 'array',
      maxItems: 64,
      uniqueItems: true,
      items: { type: 'string', pattern: identifier },
      default: [],
      description: 'What this machine can do'
    },
    listen: {
      type: 'string',
      maxLength: 4096,
      pattern: '^([A-Za-z0-9._-]+|\\[[0-9a-fA-F:]+\\]):\\d{1,5}$|^/.+',
      default: '127.0.0.1:7420',
      description: 'HOST:PORT, or the path of a unix socket'
    },
    workspaces: {
      type: 'array',
      maxItems: 256,
      uniqueItems: true,
      items: { type: 'string', minLength: 1, maxLength: 4096 },
      default: [],
      description: 'Folders that jobs may work in'
    },
    cacheSizeMb: {
      type: 'integer',
      minimum: 100,
      maximum: 100_000_000,
      default: 20_000,
      description: 'Size that the cache is kept under, in MB; what was used longest ago goes first'
    },
    cache: cacheSchema,
    http: httpSchema,
    jobs: jobsSchema,
    resident: residentSchema,
    zookeeper: zookeeperSchema,
    licences: {
      type: 'object',
      maxProperties: 256,
      propertyNames: { pattern: identifier },
      additionalProperties: licenceSchema,
      default: { texturepacker: { mode: 'floating' } },
      description: 'Licensed tools, by name'
    },
    health: healthSchema,
    farm: farmSchema,
    jenkins: jenkinsSchema,
    repositories: repositoriesSchema,
    alerts: alertsSchema,
    notices: noticesSchema,
    backups: backupSchema,
    images: imageBuilderSchema,
    sites: siteChecksSchema,
    staging: stagingClustersSchema,
    directory: directorySchema,
    telemetry: telemetrySchema,
    users: usersSchema
  }
} as const

type Generated = FromSchema<typeof agentSchema>

export interface AgentConfig extends Pick<Generated, 'device'> {
  jenkins?: Omit<NonNullable<Generated['jenkins']>, 'order'> & { order?: JenkinsOrder }
  labels: string[]
  listen: string
  workspaces: string[]
  cacheSizeMb: number
  cache: CacheConfig
  http: HttpConfig
  jobs: JobsConfig
  resident: ResidentConfig
  zookeeper?: ZooKeeperConfig
  licences: Record<string, LicenceConfig>
  health: HealthConfig
  farm: FarmConfig
  repositories: RepositoriesConfig
  alerts: AlertsConfig
  notices: NoticesConfig
  backups?: BackupConfig
  images?: ImageBuilderConfig
  sites: SiteChecksConfig
  staging: StagingClusters
  directory?: DirectoryConfig
  telemetry?: TelemetryConfig
  users: UsersConfig
}
