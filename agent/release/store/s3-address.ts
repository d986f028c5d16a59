import type { Environment } from '../../config/home.js'
import { PacklineError } from '../../errors.js'

export interface S3Address {
  bucket: string
  /** Ends with a slash, or is empty. */
  prefix: string
  region: string
  endpoint?: string
  isPathStyle: boolean
  /** Aliyun's. */
  isOss: boolean
  /** Without any, files of either maker's tools are asked and then the role of this machine. */
  credentials?: { accessKeyId: string, secretAccessKey: string, sessionToken?: string }
  place: string
}

/**
 * `s3://BUCKET/PREFIX?region=…&endpoint=…`, or `oss://BUCKET/PREFIX?region=cn-hangzhou` for Aliyun's, which
 * answers the S3 protocol at s3.oss-REGION.aliyuncs.com, with the bucket in the host name. Throws
 * RELEASE_STORE_ADDRESS.
 */
export function parseS3Address (address: string, environment: Environment): S3Address {
  const wrong = (): PacklineError =>
    new PacklineError('RELEASE_STORE_ADDRESS', { address: JSON.stringify(address) })
  if (!URL.canParse(address)) throw wrong()
  const { protocol, hostname: bucket, pathname, searchParams, username, password, hash } = new URL(address)
  const unknown = [...searchParams.keys()].find(key => key !== 'region' && key !== 'endpoint')
  if (bucket === '' || username !== '' || password !== '' || hash !== '' || unknown !== undefined) {
    throw wrong()
  }
  const isOss = protocol === 'oss:'
  const region = searchParams.get('region') ?? environment.AWS_REGION ?? (isOss ? undefined : 'us-east-1')
  if (region === undefined || !/^[a-z0-9-]+$/.test(region)) throw wrong()
  const endpoint = searchParams.get('endpoint') ??
    (isOss ? `https://s3.oss-${region}.aliyuncs.com` : undefined)
  if (endpoint !== undefined && !/^https?:\/\/[^\s@?#]+$/.test(endpoint)) throw wrong()
  const credentials = credentialsOf(environment, isOss)
  const prefix = decodeURI(pathname).replace(/^\/+|\/+$/g, '')
  return {
    bucket,
    prefix: prefix === '' ? '' : `${prefix}/`,
    region,
    isPathStyle: endpoint !== undefined && !isOss,
    isOss,
    ...endpoint !== undefined && { endpoint },
    ...credentials !== undefined && { credentials },
    place: `${protocol}//${bucket}${prefix === '' ? '' : `/${prefix}`}`
  }
}

/** The names are those of either maker's own tools. */
function credentialsOf (environment: Environment, isOss: boolean): S3Address['credentials'] {
  const [id, secret, token] = isOss
    ? ['ALIBABA_CLOUD_ACCESS_KEY_ID', 'ALIBABA_CLOUD_ACCESS_KEY_SECRET', 'ALIBABA_CLOUD_SECURITY_TOKEN']
    : ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']
  const [accessKeyId, secretAccessKey, sessionToken] = [id, secret, token].map(name =>
    environment[name ?? '']
  )
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined
  return { accessKeyId, secretAccessKey, ...sessionToken !== undefined && { sessionToken } }
}
