/** How a terminal, a pipe or a file is told of. */
export interface StreamLook {
  isTTY?: boolean
  columns?: number
}

/** A command that a worker is to run as the process that asks would have run it. */
export interface WorkerRequest {
  /** The folder of the program: another build may make other bytes. */
  build: string
  /** The mounts that the caller sees. */
  mounts: string
  words: readonly string[]
  environment: Readonly<Record<string, string | undefined>>
  cwd: string
  umask: number
  /** The agent asks, whose job it is. */
  isJob?: boolean
  stdout: StreamLook
  stderr: StreamLook
}

/** Why a worker leaves a command to whoever asks. */
export type WorkerRefusal = 'busy' | 'ending' | 'other-build' | 'other-mounts' | 'no-folder'

/** What a worker answers, each as a line of JSON. */
export interface WorkerAnswer {
  refused?: WorkerRefusal
  taken?: true
  stdout?: string
  stderr?: string
  /** The exit status; nothing follows it. */
  exit?: number
}

/** What a line says; undefined where it is nothing that either side says. */
export function messageIn<Message extends object> (line: string): Message | undefined {
  try {
    const message: unknown = JSON.parse(line)
    return typeof message === 'object' && message !== null ? message as Message : undefined
  } catch {
    return undefined
  }
}

/** Splits what comes in into lines. */
export function lineReader (take: (line: string) => void): (chunk: Buffer) => void {
  let rest: Buffer[] = []
  return chunk => {
    let from = 0
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      const line = Buffer.concat([...rest, chunk.subarray(from, end)])
      rest = []
      from = end + 1
      take(line.toString())
    }
    if (from < chunk.length) rest.push(chunk.subarray(from))
  }
}
