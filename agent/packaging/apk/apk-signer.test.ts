import { chmodSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import type { SigningKey } from '../signing-key.js'
import { temporaryFolder } from '../testing/zips.js'
import { ApkSigner } from './apk-signer.js'
import type { SignJob } from './signer-command.js'

const { signal } = new AbortController()
const key: SigningKey = {
  file: '/keys/a.jks',
  alias: 'release',
  password: 'first-secret',
  keyPassword: 'second-secret'
}
const verified = 'echo "Verified using v1 scheme (JAR signing): true"\n' +
  'echo "Verified using v2 scheme (APK Signature Scheme v2): true"\n' +
  'echo "Verified using v3 scheme (APK Signature Scheme v3): false"\n' +
  'echo "Not Verified using v3 scheme: true"\n' +
  'echo "Verified using v3 scheme: true, or not"\n' +
  'echo "Verified using v3.1 scheme (APK Signature Scheme v3.1): true"\n'

interface Machine {
  folder: string
  job: SignJob
  find: (environment?: Record<string, string>) => ApkSigner
  /** Every call, as the program got it. */
  calls: () => string[]
}

/** A machine whose apksigner is a stand-in: it notes its arguments and does `sign` or `verify`. */
function machine (
  t: Test,
  { sign = '', verify = verified }: { sign?: string, verify?: string } = {}
): Machine {
  const folder = temporaryFolder(t)
  const tool = program(
    join(folder, 'bin/apksigner'),
    `echo "$@" >> ${folder}/calls\nenv >> ${folder}/seen\n` +
      `case "$*" in *" sign "*)\n${sign}\n:;; *)\n${verify}\n:;; esac`
  )
  return {
    folder,
    job: {
      input: '/in.apk',
      output: join(folder, 'out.apk'),
      key,
      earlier: [],
      schemes: ['v1', 'v2'],
      signing: 'formal',
      label: 'android/x'
    },
    find: (environment = { PATH: dirname(tool) }) => found(environment),
    calls: () => readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n')
  }
}

function found (environment: Record<string, string>): ApkSigner {
  const signer = ApkSigner.find(environment)
  if (signer === undefined) throw new Error('no signer was found')
  return signer
}

function program (path: string, body: string): string {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `#!/bin/sh\nPATH=/usr/bin:/bin\n${body}\n`)
  chmodSync(path, 0o755)
  return path
}

const jvm = '-JXmx64m -JXX:+UseSerialGC'

t.test('apksigner gets its passwords by the environment, and what it signed is verified', async t => {
  const { folder, job, find, calls } = machine(t)
  const signer = find({
    PATH: join(folder, 'bin'),
    SECRET: 'canary',
    JAVA_HOME: '/java',
    HOME: '/home/ann',
    TMPDIR: '/scratch',
    SystemRoot: 'C:'
  })
  t.equal(signer.name, 'apksigner')
  await signer.sign(job, signal)
  t.same(calls(), [
    `${jvm} sign --ks /keys/a.jks --ks-key-alias release --ks-pass env:PACKLINE_KS_PASS_0 ` +
    '--key-pass env:PACKLINE_KEY_PASS_0 --v1-signing-enabled true --v2-signing-enabled true ' +
    `--v3-signing-enabled false --v4-signing-enabled false --out ${job.output} /in.apk`,
    `${jvm} verify -v ${job.output}`
  ])
  const seen = readFileSync(join(folder, 'seen'), 'utf8')
  for (
    const line of [
      'PACKLINE_KS_PASS_0=first-secret',
      'PACKLINE_KEY_PASS_0=second-secret',
      'JAVA_HOME=/java',
      'HOME=/home/ann',
      'TMPDIR=/scratch',
      'SystemRoot=C:',
      'LC_ALL=C.UTF-8',
      'MALLOC_ARENA_MAX=1'
    ]
  ) t.ok(seen.includes(line), line)
  t.notMatch(seen, /canary/)
  t.same(await signer.verify('/x.apk', 'x', signal), ['v1', 'v2'])
})

t.test('a signature that lacks a scheme is no signature; v1 may be left out where it is not needed', async t => {
  const { job, find } = machine(t)
  await t.rejects(find().sign({ ...job, schemes: ['v1', 'v2', 'v3'] }, signal), {
    code: 'PACKAGE_VERIFY_FAILED',
    details: { file: 'android/x', reason: 'its signature lacks v3' }
  })
  await t.rejects(
    machine(t, { verify: 'echo nothing' }).find().sign({ ...job, schemes: ['v2', 'v3'] }, signal),
    {
      code: 'PACKAGE_VERIFY_FAILED',
      details: { file: 'android/x', reason: 'its signature lacks v2, v3' }
    }
  )
  const bare = machine(t, { verify: 'echo "Verified using v3 scheme (x): true"' })
  await t.resolves(bare.find().sign({ ...bare.job, schemes: ['v1', 'v3'] }, signal))
  // ApkVerifier looks at v2 only where a device before Android 9 would: minSdkVersion below 28.
  await t.resolves(bare.find().sign({ ...bare.job, schemes: ['v1', 'v2', 'v3'] }, signal))
})

t.test('a refusal of apksigner is told for what it is', async t => {
  const told = async (sign: string): Promise<unknown> => {
    const { job, find } = machine(t, { sign })
    return await find().sign(job, signal).then(() => 'none', (error: { code: string, details: object }) => ({
      code: error.code,
      ...error.details
    }))
  }
  const details = { where: '/keys/a.jks', signing: 'formal', tool: 'apksigner', file: 'android/x' }
  for (
    const words of [
      'keystore password was incorrect',
      'the password may be incorrect',
      'Wrong password?',
      'Cannot recover key',
      'Failed to decrypt safe contents',
      'java.security.UnrecoverableKeyException'
    ]
  ) t.same(await told(`echo "${words}"; exit 1`), { code: 'PACKAGE_KEY_PASSWORD', ...details }, words)
  for (
    const words of [
      'entry \\"other\\" does not contain a key',
      'entry \\"other\\" not found',
      'no such alias',
      'Invalid keystore format',
      'not a supported keystore'
    ]
  ) {
    t.same(await told(`echo "Sorry: ${words} here"; exit 2`), {
      code: 'PACKAGE_KEY_MISSING',
      ...details,
      reason: words.replaceAll('\\', '')
    })
  }
  t.same(await told('echo one; echo; echo "it is first-secret"; exit 3'), {
    code: 'PACKAGE_SIGNING_FAILED',
    ...details,
    reason: 'one\nit is ***'
  })
  t.match(await told('exit 3'), { code: 'PACKAGE_SIGNING_FAILED', reason: 'exit status 3' })
})

t.test('an APK that does not verify is told with the last words, or with how the tool ended', async t => {
  const told = async (verify: string): Promise<unknown> =>
    await machine(t, { verify }).find().verify('/x.apk', 'row', signal).catch(error => error)
  t.match(await told('echo "DOES NOT VERIFY"; exit 1'), {
    code: 'PACKAGE_VERIFY_FAILED',
    details: { file: 'row', reason: 'DOES NOT VERIFY' }
  })
  t.match(await told('exit 4'), { details: { reason: 'exit status 4' } })
})

t.test('an APK that needs more memory gets it, once', async t => {
  const { job, find, calls } = machine(t, {
    sign: 'case "$1" in -JXmx1024m) ;; *) echo "Exception: java.lang.OutOfMemoryError: heap"; exit 1;; esac'
  })
  await find().sign(job, signal)
  t.same(calls().map(line => line.split(' ', 3).join(' ')), [
    `${jvm} sign`,
    '-JXmx1024m -JXX:+UseSerialGC sign',
    `${jvm} verify`
  ])
})

/** A JVM that says it is ready, notes each request with its fields in clear, and answers all alike. */
function worker (folder: string, line: string, outcome = 'ok'): string {
  return `echo "$@" >> ${folder}/java-calls
echo "0 ready"
while read -r id verb rest; do
  echo "$verb" >> ${folder}/requests
  for word in $rest; do echo "  \${word%%=*} $(echo "\${word#*=}" | base64 -d)" >> ${folder}/requests; done
  echo "$id ${outcome} $(printf '%s' "${line}" | base64 -w 0)"
done`
}

t.test('in one JVM: every APK is a request, and no secret is an argument or in the environment', async t => {
  const folder = temporaryFolder(t)
  const java = program(join(folder, 'bin/java'), `env >> ${folder}/seen\n${worker(folder, 'scheme v2')}`)
  program(join(folder, 'own.jar'), '')
  const signer = found({ PATH: dirname(java), PACKLINE_APKSIG: join(folder, 'own.jar') })
  t.teardown(async () => {
    await signer.close()
  })
  const older = { file: '/keys/old.jks', alias: 'old', password: 'old-secret', keyPassword: 'old-key' }
  const job: SignJob = {
    input: '/in 1.apk',
    output: '/out.apk',
    key,
    earlier: [older],
    lineage: '/keys/lineage',
    schemes: ['v1', 'v2'],
    signing: 'formal',
    label: 'x'
  }
  await Promise.all([signer.sign(job, signal), signer.sign({ ...job, earlier: [] }, signal)])
  t.same(await signer.verify('/in.apk', 'x', signal), ['v2'])
  t.equal(readFileSync(join(folder, 'java-calls'), 'utf8').trim().split('\n').length, 1, 'one JVM')
  const requests = readFileSync(join(folder, 'requests'), 'utf8')
  t.match(
    requests,
    `sign
  input /in 1.apk
  output /out.apk
  schemes v1,v2
  keystore /keys/old.jks
  alias old
  password old-secret
  keyPassword old-key
  keystore /keys/a.jks
  alias release
  password first-secret
  keyPassword second-secret
  lineage /keys/lineage
sign
`
  )
  t.notMatch(readFileSync(join(folder, 'seen'), 'utf8'), /secret/)
  await signer.close()
  t.same(await signer.verify('/in.apk', 'x', signal), ['v2'], 'another JVM after a close')
  await t.rejects(signer.sign({ ...job, schemes: ['v3'] }, signal), {
    code: 'PACKAGE_VERIFY_FAILED',
    details: { reason: 'its signature lacks v3' }
  })
})

t.test('what a JVM answers that fails, ends or has too little memory', async t => {
  const answered = async (body: string, schemes: SignJob['schemes'] = ['v1']): Promise<unknown> => {
    const folder = temporaryFolder(t)
    const java = program(join(folder, 'bin/java'), body.replaceAll('FOLDER', folder))
    program(join(folder, 'own.jar'), '')
    const signer = found({ PATH: dirname(java), PACKLINE_APKSIG: join(folder, 'own.jar') })
    try {
      const job = {
        input: '/i',
        output: '/o',
        key,
        earlier: [],
        schemes,
        signing: 's',
        label: 'l'
      }
      return await signer.sign(job, signal)
    } catch (error) {
      return error
    } finally {
      await signer.close()
    }
  }
  const failing = (line: string): string => worker('FOLDER', line, 'failed')
  t.match(await answered(failing('IOException: keystore password was incorrect')), {
    code: 'PACKAGE_KEY_PASSWORD'
  })
  t.match(await answered(failing('IllegalArgumentException: it is first-secret')), {
    code: 'PACKAGE_SIGNING_FAILED',
    details: { reason: 'IllegalArgumentException: it is ***' }
  })
  t.match(await answered(failing('ERROR: JAR_SIG_NO_MANIFEST')), {
    code: 'PACKAGE_VERIFY_FAILED',
    details: { file: 'l', reason: 'ERROR: JAR_SIG_NO_MANIFEST' }
  })
  t.match(await answered(failing('ERROR: Missing META-INF/MANIFEST.MF')), { code: 'PACKAGE_VERIFY_FAILED' })
  t.match(await answered(failing('ERROR: Missing META-INF/MANIFEST.MF'), ['v2']), {
    code: 'PACKAGE_V1_NEEDED',
    details: { row: 'l', signing: 's' }
  })
  t.same(await answered(worker('FOLDER', 'expired 2020-01-01T00:00:00Z')), {
    expired: '2020-01-01T00:00:00Z'
  })
  t.match(await answered('echo "0 ready"; read -r line; echo "it fell" >&2; exit 3'), {
    code: 'TOOL_FAILED',
    details: { reason: 'it fell' }
  })
  t.match(await answered('echo "error: no compiler" >&2; exit 1'), {
    details: { reason: 'error: no compiler' }
  })
  t.same(
    await answered(
      `case "$1" in -Xmx1024m) ${worker('FOLDER', 'scheme v1')};; *) ${worker('FOLDER', '', 'memory')};; esac`
    ),
    {},
    'once more, with more'
  )
})

t.test('the driver is compiled once for a home, and started from its source where that fails', async t => {
  const folder = temporaryFolder(t)
  const java = program(join(folder, 'bin/java'), worker(folder, 'scheme v2'))
  program(join(folder, 'own.jar'), '')
  const started = async (): Promise<string> => {
    const environment = { PATH: dirname(java), PACKLINE_APKSIG: join(folder, 'own.jar') }
    const signer = ApkSigner.find(environment, { home: join(folder, 'home') })
    t.same(await signer?.verify('/in.apk', 'x', signal), ['v2'])
    await signer?.close()
    return readFileSync(join(folder, 'java-calls'), 'utf8').trim().split('\n').at(-1) ?? ''
  }
  const javac = (body: string): string =>
    program(join(folder, 'bin/javac'), `echo "$@" >> ${folder}/javac-calls\n${body}`)
  t.match(await started(), /ApkSig\.java$/, 'there is no javac')
  javac('exit 1')
  t.match(await started(), /ApkSig\.java$/)
  javac('while [ "$1" != -d ]; do shift; done; echo class > "$2/ApkSig.class"')
  const compiled = /own\.jar:\S*home\/cache\/apksig\/[0-9a-f]{32} ApkSig$/
  t.match(await started(), compiled)
  t.match(await started(), compiled)
  t.equal(readFileSync(join(folder, 'javac-calls'), 'utf8').trim().split('\n').length, 2)
  t.same(readdirSync(join(folder, 'home/cache/apksig')).length, 1)
})

t.test('a Java without a compiler leaves it to the command', async t => {
  const { folder, job, find, calls } = machine(t)
  program(join(folder, 'bin/lib/apksigner.jar'), '')
  program(join(folder, 'bin/java'), 'echo "error: module jdk.compiler not found" >&2; exit 1')
  await find().sign(job, signal)
  t.equal(calls().length, 2)
})

t.test('the end of a build ends what it waits for', async t => {
  const folder = temporaryFolder(t)
  const java = program(
    join(folder, 'bin/java'),
    'echo "0 ready"; while read -r line; do echo asked >&2; done'
  )
  program(join(folder, 'own.jar'), '')
  const signer = found({ PATH: dirname(java), PACKLINE_APKSIG: join(folder, 'own.jar') })
  const ended = new AbortController()
  const asked = signer.verify('/x', 'x', ended.signal)
  ended.abort(new Error('enough'))
  await t.rejects(asked, { message: 'enough' })
})

t.test('apksigner is looked for on PATH, then in the newest build tools, then as a library', async t => {
  const folder = temporaryFolder(t)
  const sdk = join(folder, 'sdk')
  const say = (name: string): string => `echo "Verified using v${name} scheme: true"`
  program(join(sdk, 'build-tools/9.0.0/apksigner'), say('1'))
  program(join(sdk, 'build-tools/29.0.0/apksigner'), say('1'))
  program(join(sdk, 'build-tools/30.0.3/apksigner'), say('2'))
  mkdirSync(join(sdk, 'build-tools/31.0.0'))
  const which = async (environment: Record<string, string>): Promise<unknown> => {
    const signer = ApkSigner.find(environment)
    return signer && [signer.name, ...await signer.verify('/x', 'x', signal)]
  }
  t.same(await which({ ANDROID_HOME: sdk }), ['apksigner', 'v2'], 'the newest that has one')
  t.same(await which({ ANDROID_HOME: '', ANDROID_SDK_ROOT: sdk }), ['apksigner', 'v2'])
  t.same(await which({ ANDROID_HOME: join(folder, 'none'), ANDROID_SDK_ROOT: sdk }), ['apksigner', 'v2'])
  program(join(folder, 'bin/apksigner'), say('3'))
  t.same(await which({ PATH: join(folder, 'bin'), ANDROID_HOME: sdk }), ['apksigner', 'v3'])

  const java = join(folder, 'java')
  program(join(java, 'java'), worker(folder, 'scheme v1'))
  const jars = join(folder, '.m2/repository/com/android/tools/build/apksig')
  for (const version of ['4.0.0', '10.1.0']) program(join(jars, version, `apksig-${version}.jar`), '')
  mkdirSync(join(jars, '11.0.0'))
  t.same(await which({ PATH: java, HOME: folder }), ['apksig', 'v1'])
  const given = program(join(folder, 'own.jar'), '')
  t.same(await which({ PATH: '/nowhere', JAVA_HOME: folder, HOME: folder }), undefined)
  program(join(folder, 'home/bin/java'), worker(folder, 'scheme v2'))
  t.same(await which({ JAVA_HOME: join(folder, 'home'), HOME: folder }), ['apksig', 'v2'])
  t.same(await which({ PATH: java, HOME: folder, PACKLINE_APKSIG: given }), ['apksig', 'v1'])
  t.same(
    readFileSync(join(folder, 'java-calls'), 'utf8').trim().split('\n').map(line =>
      line.replace(/\S*(resources\/packaging\/ApkSig\.java)/, '$1')
    ),
    [join(jars, '10.1.0/apksig-10.1.0.jar'), join(jars, '10.1.0/apksig-10.1.0.jar'), given].map(jar =>
      `-Xmx64m -XX:+UseSerialGC -cp ${jar} resources/packaging/ApkSig.java`
    )
  )
  for (
    const environment of [
      {},
      { PATH: java },
      { HOME: folder },
      { PATH: java, HOME: join(folder, 'none') },
      { PATH: java, PACKLINE_APKSIG: join(folder, 'gone.jar') },
      { ANDROID_HOME: join(folder, 'none') }
    ]
  ) t.equal(ApkSigner.find(environment), undefined, JSON.stringify(environment))
})
