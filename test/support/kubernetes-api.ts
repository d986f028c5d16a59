import { execFileSync, spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { Agent, get } from 'node:https'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from '../../agent/processes/free-port.js'

const isMissing = (tool: string): boolean =>
  spawnSync(tool, ['--help'], { stdio: 'ignore' }).error !== undefined

/** For tests of what kubectl does by itself. */
export const noKubectl = isMissing('kubectl') && 'kubectl is missing: scripts/try-kubernetes builds it'
/** For tests of charts. */
export const noHelm = isMissing('helm') && 'helm is missing: scripts/try-kubernetes builds it'
/** For tests with a real API server. */
export const noKubernetes = noKubectl ||
  ['etcd', 'kube-apiserver'].find(isMissing) !== undefined &&
    'kube-apiserver is missing: scripts/try-kubernetes builds it'
export const noControllers = noKubernetes ||
  isMissing('kube-controller-manager') &&
    'kube-controller-manager is missing: scripts/try-kubernetes builds it'

export interface KubernetesApi {
  /** With the contexts admin, packline and viewer (who may nothing yet), stranger (of a wrong token) and gone (nothing listens there). */
  kubeconfig: string
  kubectl: (args: readonly string[], input?: string) => string
  /** Starts the controllers: deployments, namespaces, quota and so on. There is no kubelet. */
  startControllers: () => void
  close: () => Promise<void>
}

const startsWithinMs = 90_000

/** A real etcd and a real kube-apiserver in `folder`, on loopback, with RBAC. */
export async function startKubernetesApi (folder: string): Promise<KubernetesApi> {
  const programs: ChildProcess[] = []
  const start = (name: string, args: string[]): void => {
    const log = createWriteStream(join(folder, `${name}.log`))
    const program = spawn(name, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    program.stdout?.pipe(log)
    program.stderr?.pipe(log)
    programs.push(program)
  }
  const [etcdPort, peerPort, port] = [await freePort(), await freePort(), await freePort()]
  const [etcd, peer] = [`http://127.0.0.1:${etcdPort}`, `http://127.0.0.1:${peerPort}`]
  mkdirSync(folder, { recursive: true })
  start('etcd', [
    `--data-dir=${join(folder, 'etcd')}`,
    `--listen-client-urls=${etcd}`,
    `--advertise-client-urls=${etcd}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`
  ])
  const key = join(folder, 'accounts.key')
  execFileSync('openssl', ['genrsa', '-out', key, '2048'], { stdio: 'ignore' })
  writeFileSync(
    join(folder, 'tokens.csv'),
    'admin-token,admin,admin,system:masters\npackline-token,packline,packline,\nviewer-token,viewer,viewer,\n'
  )
  const server = `https://127.0.0.1:${port}`
  start('kube-apiserver', [
    `--etcd-servers=${etcd}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    `--cert-dir=${join(folder, 'certificates')}`,
    `--service-account-key-file=${key}`,
    `--service-account-signing-key-file=${key}`,
    '--service-account-issuer=https://kubernetes.default',
    '--service-cluster-ip-range=10.0.0.0/24',
    `--token-auth-file=${join(folder, 'tokens.csv')}`,
    '--authorization-mode=RBAC',
    // Without the controllers nobody makes the account that every pod would need.
    '--disable-admission-plugins=ServiceAccount'
  ])
  const kubeconfig = join(folder, 'kubeconfig')
  writeFileSync(kubeconfig, JSON.stringify(kubeconfigOf(server)))
  const close = async (): Promise<void> => {
    for (const program of programs.splice(0).reverse()) {
      if (program.exitCode !== null || program.signalCode !== null) continue
      program.kill('SIGKILL')
      await once(program, 'exit')
    }
  }
  try {
    await isReady(server)
  } catch (error) {
    await close()
    const said = readFileSync(join(folder, 'kube-apiserver.log'), 'utf8').split('\n').slice(-5).join('\n')
    throw new Error(`no API server: ${said}`, { cause: error })
  }
  return {
    kubeconfig,
    kubectl: (args, input) =>
      execFileSync('kubectl', [`--kubeconfig=${kubeconfig}`, '--context=admin', ...args], {
        input: input ?? '',
        encoding: 'utf8',
        stdio: ['pipe', 'pipe', 'pipe']
      }),
    startControllers: () => {
      // They take the current context of a file, and no other.
      const file = join(folder, 'controllers')
      writeFileSync(file, JSON.stringify({ ...kubeconfigOf(server), 'current-context': 'admin' }))
      start('kube-controller-manager', [
        `--kubeconfig=${file}`,
        '--leader-elect=false',
        '--secure-port=0',
        `--service-account-private-key-file=${key}`,
        '--use-service-account-credentials=false'
      ])
    },
    close
  }
}

/** What it waits for is told by no event: it answers once it listens. */
async function isReady (server: string): Promise<void> {
  const agent = new Agent({ rejectUnauthorized: false })
  const untilMs = performance.now() + startsWithinMs
  for (;;) {
    const status = await new Promise<number>(resolve => {
      const headers = { authorization: 'Bearer admin-token' }
      get(`${server}/readyz`, { agent, headers }, answer => {
        answer.resume()
        resolve(answer.statusCode ?? 0)
      })
        .on('error', () => {
          resolve(0)
        })
    })
    if (status === 200) break
    if (performance.now() > untilMs) throw new Error('it is not ready')
    await delay(200)
  }
  agent.destroy()
}

function kubeconfigOf (server: string): object {
  const cluster = { server, 'insecure-skip-tls-verify': true }
  const context = (user: string, cluster = 'here'): object => ({ name: user, context: { cluster, user } })
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name: 'here', cluster },
      { name: 'nowhere', cluster: { ...cluster, server: 'https://127.0.0.1:1' } }
    ],
    users: ['admin', 'packline', 'viewer', 'stranger', 'gone'].map(name => ({
      name,
      user: { token: `${name}-token` }
    })),
    contexts: [
      context('admin'),
      context('packline'),
      context('viewer'),
      context('stranger'),
      context('gone', 'nowhere')
    ],
    'current-context': 'viewer'
  }
}
