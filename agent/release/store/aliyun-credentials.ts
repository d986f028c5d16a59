/** Role keys are renewed by the chain; the client asks it again after this time. */
const heldMs = 10 * 60_000

interface Keys {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
  expiration: Date
}

/**
 * Keys where Aliyun's own tools look for them: their files (~/.aliyun/config.json and
 * ~/.alibabacloud/credentials) and then the role of this machine. Their library asks the process itself for
 * files and variables.
 */
export function aliyunCredentials (): () => Promise<Keys> {
  let chain: Promise<Chain> | undefined
  return async () => {
    chain ??= openChain()
    const { accessKeyId, accessKeySecret, securityToken } = await (await chain).getCredentials()
    return {
      accessKeyId,
      secretAccessKey: accessKeySecret,
      ...Boolean(securityToken) && { sessionToken: securityToken },
      expiration: new Date(Date.now() + heldMs)
    }
  }
}

interface Chain {
  getCredentials: () => Promise<{ accessKeyId: string, accessKeySecret: string, securityToken: string }>
}

async function openChain (): Promise<Chain> {
  const { DefaultCredentialsProvider } = await import('@alicloud/credentials')
  return DefaultCredentialsProvider.builder().build()
}
