import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../agent/processes/free-port.js'
import { zooKeeperJars } from './zookeeper-jars.js'

const javaOptions = [
  '-Xms32m',
  '-Xmx128m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-Dzookeeper.admin.enableServer=false',
  '-Dzookeeper.4lw.commands.whitelist=srvr,stat,mntr,ruok',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'
]
// Ends the server, and clears up, when the pipe to it closes: also when the test was killed.
const keeper = 'folder=$1; shift; "$@" >"$folder/log" 2>&1 & server=$!; echo $server; read -r how; ' +
  'kill -9 $server 2>/dev/null; wait; [ "$how" = keep ] || rm -rf "$folder"'

export interface ServerOptions {
  /** More lines for zoo.cfg; `{folder}` stands for the server's own folder. */
  config?: string[]
  javaOptions?: string[]
  /** Called with the server's folder before it starts, for files that its configuration names. */
  prepare?: (folder: string) => void
}

export interface EnsembleMember {
  id: number
  quorumPort: number
  electionPort: number
}

/** Why no server can be started here, or undefined when one can. */
export async function noZooKeeper (): Promise<string | undefined> {
  const jars = await zooKeeperJars()
  return 'reason' in jars ? jars.reason : undefined
}

/** A real ZooKeeper server on loopback. */
export class ZooKeeperServer {
  readonly port: number
  readonly folder = mkdtempSync(join(tmpdir(), 'packline-zookeeper-'))
  readonly #options: ServerOptions
  #keeper: ChildProcess | undefined
  #pid = 0

  constructor (port: number, options: ServerOptions = {}, members: EnsembleMember[] = [], id = 0) {
    this.port = port
    this.#options = options
    const config = [
      'tickTime=200',
      'initLimit=50',
      'syncLimit=10',
      `dataDir=${this.folder}/data`,
      `clientPort=${port}`,
      'clientPortAddress=127.0.0.1',
      'maxClientCnxns=0',
      'minSessionTimeout=400',
      'maxSessionTimeout=60000',
      'admin.enableServer=false',
      ...members.map(member => `server.${member.id}=127.0.0.1:${member.quorumPort}:${member.electionPort}`),
      ...(options.config ?? []).map(line => line.replaceAll('{folder}', this.folder))
    ]
    writeFileSync(join(this.folder, 'zoo.cfg'), config.join('\n') + '\n')
    this.#makeData(id)
    options.prepare?.(this.folder)
  }

  static async start (options: ServerOptions = {}): Promise<ZooKeeperServer> {
    const server = new ZooKeeperServer(await freePort(), options)
    try {
      await server.start()
      return server
    } catch (error) {
      await server.stop()
      throw error
    }
  }

  get address (): string {
    return `127.0.0.1:${this.port}`
  }
  get pid (): number {
    return this.#pid
  }

  async start (): Promise<void> {
    await this.launch()
    await this.untilReady()
  }

  /** Starts the process without waiting for it to serve, which in an ensemble takes the others. */
  async launch (): Promise<void> {
    const jars = await zooKeeperJars()
    if ('reason' in jars) throw new Error(jars.reason)
    const command = [
      'java',
      ...javaOptions,
      ...(this.#options.javaOptions ?? []),
      '-cp',
      jars.classPath,
      'org.apache.zookeeper.server.quorum.QuorumPeerMain',
      join(this.folder, 'zoo.cfg')
    ]
    const started = spawn('sh', ['-c', keeper, 'sh', this.folder, ...command], {
      stdio: ['pipe', 'pipe', 'ignore']
    })
    this.#keeper = started
    started.stdin.on('error', () => {})
    started.unref()
    const [line] = await once(started.stdout, 'data')
    this.#pid = Number(line)
  }

  async untilReady (timeoutMs = 20_000): Promise<string> {
    const deadline = Date.now() + timeoutMs
    for (;;) {
      const mode = /^Mode: (\w+)/m.exec(await this.ask('srvr').catch(() => ''))?.[1]
      if (mode !== undefined) return mode
      if (Date.now() > deadline) {
        throw new Error(
          `ZooKeeper on ${this.address} is not ready after ${timeoutMs} ms: ${this.log().slice(-2000)}`
        )
      }
      await new Promise(resolve => {
        setTimeout(resolve, 50)
      })
    }
  }

  log (): string {
    return readFileSync(join(this.folder, 'log'), 'utf8')
  }

  /** The answer to a four-letter word. */
  async ask (word: string): Promise<string> {
    const socket = connect(this.port, '127.0.0.1')
    socket.setTimeout(1000, () => socket.destroy(new Error('timeout')))
    socket.end(word)
    let answer = ''
    for await (const chunk of socket) answer += String(chunk)
    return answer
  }

  /** SIGSTOP and SIGCONT pause and resume, SIGKILL crashes; the data stay. */
  signal (signal: NodeJS.Signals): void {
    process.kill(this.#pid, signal)
  }

  /** As by a crash. `start` begins again with the same data. */
  async crash (): Promise<void> {
    await this.#end('keep')
  }

  /** What a wiped disk leaves. Only while the server is down. */
  wipe (): void {
    rmSync(join(this.folder, 'data'), { recursive: true, force: true })
    this.#makeData(0)
  }

  async stop (): Promise<void> {
    await this.#end('remove')
    rmSync(this.folder, { recursive: true, force: true })
  }

  async #end (how: 'keep' | 'remove'): Promise<void> {
    const keeper = this.#keeper
    this.#keeper = undefined
    if (keeper === undefined) return
    const exited = keeper.exitCode !== null || once(keeper, 'exit')
    keeper.ref()
    keeper.stdin?.end(`${how}\n`)
    await exited
  }

  #makeData (id: number): void {
    mkdirSync(join(this.folder, 'data'), { recursive: true })
    if (id > 0) writeFileSync(join(this.folder, 'data/myid'), `${id}\n`)
  }
}

/** Three servers that elect a leader. */
export class ZooKeeperEnsemble {
  readonly servers: ZooKeeperServer[]

  private constructor (servers: ZooKeeperServer[]) {
    this.servers = servers
  }

  static async start (options: ServerOptions = {}, size = 3): Promise<ZooKeeperEnsemble> {
    const ports = await Promise.all(Array.from({ length: size }, async () => {
      const [clientPort, quorumPort, electionPort] = await Promise.all([freePort(), freePort(), freePort()])
      return { clientPort, quorumPort, electionPort }
    }))
    const members = ports.map((own, index) => ({ id: index + 1, ...own }))
    const ensemble = new ZooKeeperEnsemble(
      members.map(({ id, clientPort }) => new ZooKeeperServer(clientPort, options, members, id))
    )
    await ensemble.startAll()
    return ensemble
  }

  get address (): string {
    return this.servers.map(each => each.address).join(',')
  }

  async startAll (): Promise<void> {
    await Promise.all(this.servers.map(each => each.launch()))
    await Promise.all(this.servers.map(each => each.untilReady()))
  }

  async leader (): Promise<ZooKeeperServer> {
    for (;;) {
      for (const server of this.servers) {
        if (/^Mode: leader/m.test(await server.ask('srvr').catch(() => ''))) return server
      }
      await new Promise(resolve => {
        setTimeout(resolve, 20)
      })
    }
  }

  async stop (): Promise<void> {
    await Promise.all(this.servers.map(each => each.stop()))
  }
}
