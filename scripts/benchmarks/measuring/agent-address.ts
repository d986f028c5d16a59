import { createInterface } from 'node:readline'

/** The address that a started agent tells in its log. */
export async function addressOf (log: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: log })) {
    const address = /"address":"(http:[^"]+)"/.exec(line)?.[1]
    if (address !== undefined) {
      log.resume()
      return address
    }
  }
  throw new Error('the agent did not start')
}
