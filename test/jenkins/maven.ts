import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface MavenTest {
  name: string
  failure: string | undefined
}
export interface MavenRun {
  tests: MavenTest[]
  reports: string
}

/** Why the JVM's tests cannot run here, or undefined when they can. */
export async function whyNoMaven (): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'the bench finds processes through /proc, which only Linux has'
  const version = await run('.', ['--version'])
  if (version.status !== 0) return 'Maven and a JDK 17 or newer are needed (Debian: maven)'
  return /Java version: (1[7-9]|[2-9]\d)/.test(version.output) ? undefined : 'a JDK 17 or newer is needed'
}

/**
 * Runs a Maven project's tests and returns each with its failure, and the folder of the reports. Tries
 * without the network first.
 */
export async function runMavenTests (
  project: string,
  properties: Record<string, string> = {}
): Promise<MavenRun> {
  // A folder of its own for the reports: what an earlier run left can never count.
  const reports = await mkdtemp(join(tmpdir(), 'packline-bench-'))
  const options = Object.entries({ ...properties, 'surefire.reports': reports }).map(([key, value]) =>
    `-D${key}=${value}`
  )
  let result = await run(project, ['-B', '-q', '-o', ...options, 'test'])
  if (/offline mode/.test(result.output)) result = await run(project, ['-B', '-q', ...options, 'test'])
  const files = (await readdir(reports)).filter(name => name.endsWith('.xml'))
  const tests =
    (await Promise.all(files.map(async name => testsOf(await readFile(join(reports, name), 'utf8'))))).flat()
  if (result.status !== 0 && tests.every(test => test.failure === undefined)) {
    tests.push({
      name: 'mvn test',
      failure: result.output
    })
  }
  return { tests, reports }
}

function testsOf (report: string): MavenTest[] {
  return [...report.matchAll(/<testcase name="([^"]*)"[^>]*?(\/>|>([\s\S]*?)<\/testcase>)/g)].map(match => {
    const failure = /<(failure|error)[^>]*>([\s\S]*?)<\/\1>/.exec(match[3] ?? '')
    return { name: unescape(match[1]!), failure: failure === null ? undefined : unescape(failure[2]!) }
  })
}

function unescape (text: string): string {
  return text
    .replace(/<!\[CDATA\[|\]\]>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&amp;', '&')
}

async function run (cwd: string, args: string[]): Promise<{ status: number, output: string }> {
  return await new Promise(resolve => {
    // Maven lives for seconds: it starts faster with the quick compiler alone.
    const env = { MAVEN_OPTS: '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC', ...process.env }
    execFile('mvn', args, { cwd, env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : 127
      resolve({ status, output: stdout + stderr })
    })
  })
}
