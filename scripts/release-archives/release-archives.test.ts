import { execFileSync } from 'node:child_process'
import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { chmodSync, readFileSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import t from 'tap'
import { writeArchive } from './archive.js'
import { billOfMaterials } from './bill-of-materials.js'
import { machinesOf, nativeFaults } from './native-code.js'
import { isNeeded, neededModules } from './needed-modules.js'
import { platforms } from './platforms.js'
import { provenance, signedEnvelope } from './provenance.js'
import { faultsOf } from './try-archive.js'

const timeMs = Date.UTC(2026, 0, 2)

t.test('the same files are the same archive, in any order and whenever they were written', async t => {
  const folder = t.testdir({ a: 'one', b: 'two'.repeat(900_000), packed: {} })
  const long = `packline-1.0.0/${'deep/'.repeat(40)}file.js`
  const files = [
    { name: 'packline-1.0.0/b', content: { file: join(folder, 'b') } },
    { name: 'packline-1.0.0/a', content: { file: join(folder, 'a') }, isProgram: true },
    { name: long, content: Buffer.from('three') }
  ]
  const first = await writeArchive(join(folder, 'first.tar.gz'), files, timeMs)
  utimesSync(join(folder, 'a'), 1, 1)
  const second = await writeArchive(join(folder, 'second.tar.gz'), [...files].reverse(), timeMs)
  t.equal(second, first)
  t.same(readFileSync(join(folder, 'first.tar.gz')), readFileSync(join(folder, 'second.tar.gz')))
  execFileSync('tar', ['-xzf', join(folder, 'first.tar.gz'), '-C', join(folder, 'packed')])
  t.equal(readFileSync(join(folder, 'packed/packline-1.0.0/b'), 'utf8').length, 2_700_000)
  t.equal(readFileSync(join(folder, 'packed', long), 'utf8'), 'three')
  await t.rejects(
    writeArchive(
      join(folder, 'third.tar.gz'),
      [{ name: 'gone', content: { file: join(folder, 'gone') } }],
      timeMs
    ),
    { code: 'ENOENT' }
  )
  const listed = execFileSync('tar', ['-tvzf', join(folder, 'first.tar.gz')], { encoding: 'utf8' })
  t.match(listed, /^-rwxr-xr-x 0\/0 +3 2026-01-02 .*packline-1\.0\.0\/a$/m)
  t.match(gunzipSync(readFileSync(join(folder, 'first.tar.gz'))).subarray(0, 14).toString(), 'packline-1.0.0')
})

t.test('what is loaded by createRequire is written as the bundle takes it in', async t => {
  const { agentSources } = await import('../architecture/imports.js')
  const root = join(import.meta.dirname, '../..')
  const sources = agentSources(root).map(file => readFileSync(join(root, 'agent', file), 'utf8')).join('\n')
  const all = sources.match(/createRequire\(import/g) ?? []
  t.ok(all.length > 3)
  t.equal(sources.match(/createRequire\(import\.meta\.url\)\('/g)?.length, all.length, 'each of them')
})

t.test('an archive has of packages what bundles and threads load, though a package tells them apart', async t => {
  const folder = t.testdir({
    dist: {
      'thread.js': "import 'two'\n",
      'all.bundle.cjs': 'exports.main = () => require("two")\n',
      'main.js': "import 'deep/runtime.js'\n"
    },
    node_modules: {
      two: {
        'package.json': JSON.stringify({
          name: 'two',
          exports: { '.': { module: './unused.js', import: './index.mjs', require: './index.cjs' } }
        }),
        'index.mjs': '',
        'index.cjs': '',
        'unused.js': ''
      },
      deep: { 'package.json': '{ "name": "deep" }', 'runtime.js': '' }
    }
  })
  const bundles = ['thread.js', 'all.bundle.cjs'].map(name => join(folder, 'dist', name))
  t.same(
    [...await neededModules(folder, bundles)].filter(name => name.includes('modules')).sort(),
    ['node_modules/two/index.cjs', 'node_modules/two/index.mjs']
  )
})

t.test('what lies in a folder above comes into no release', async t => {
  const folder = t.testdir({
    node_modules: { '@koromix': { 'koffi-linux-x64': { 'index.js': '' } }, stray: { 'index.js': '' } },
    installed: {
      'native.bundle.cjs': "try { require('@koromix/koffi-linux-x64') } catch {}",
      'stray.bundle.cjs': "require('stray')"
    }
  })
  const needed = async (name: string) =>
    await neededModules(join(folder, 'installed'), [join(folder, 'installed', name)])
  t.same([...await needed('native.bundle.cjs')], ['native.bundle.cjs'], 'an archive for another platform')
  await t.rejects(needed('stray.bundle.cjs'), { message: /node_modules\/stray\/index\.js lies outside/ })
})

t.test('an archive holds the native code of its platform, what the program can load, and licences', async t => {
  const modules = new Set(['node_modules/ajv/dist/ajv.js', 'node_modules/sharp/dist/index.cjs'])
  const kept = (name: string) => {
    const platform = platforms.find(each => each.name === name)
    return [
      'node_modules/ajv/dist/ajv.js',
      'node_modules/ajv/dist/unused.js',
      'node_modules/ajv/dist/ajv.d.ts',
      'node_modules/ajv/package.json',
      'node_modules/ajv/LICENSE',
      'node_modules/ajv/README.md',
      'node_modules/@img/sharp-libvips-linux-x64/lib/libvips-cpp.so.8',
      'node_modules/@koromix/koffi-linux-x64/linux_x64/koffi.node',
      'node_modules/@koromix/koffi-linux-x64/musl_x64/koffi.node',
      'node_modules/classic-level/prebuilds/linux-x64/classic-level.glibc.node',
      'node_modules/classic-level/prebuilds/linux-x64/classic-level.musl.node',
      'node_modules/classic-level/prebuilds/darwin-x64+arm64/classic-level.node',
      'node_modules/classic-level/prebuilds/win32-x64/classic-level.node'
    ]
      .filter(path => platform !== undefined && isNeeded(path, modules, platform))
      .map(path => path.slice('node_modules/'.length))
  }
  const always = [
    'ajv/dist/ajv.js',
    'ajv/package.json',
    'ajv/LICENSE',
    '@img/sharp-libvips-linux-x64/lib/libvips-cpp.so.8',
    '@koromix/koffi-linux-x64/linux_x64/koffi.node'
  ]
  t.same(kept('linux-x64'), [...always, 'classic-level/prebuilds/linux-x64/classic-level.glibc.node'])
  t.same(kept('darwin-arm64'), [...always, 'classic-level/prebuilds/darwin-x64+arm64/classic-level.node'])
})

t.test('native code of another machine, or none, makes no archive', async t => {
  // Headers as the formats define them: e_machine of ELF, cputype of Mach-O, Machine of PE.
  const header = (write: (bytes: Buffer) => void): Buffer => {
    const bytes = Buffer.alloc(128)
    write(bytes)
    return bytes
  }
  const elf = (machine: number) =>
    header(bytes => {
      bytes.write('\x7fELF', 'latin1')
      bytes.writeUInt16LE(machine, 18)
    })
  const fat = header(bytes => {
    for (const [at, word] of [0xcafebabe, 2, 0x01000007].entries()) bytes.writeUInt32BE(word, at * 4)
    bytes.writeUInt32BE(0x0100000c, 28)
  })
  const pe = header(bytes => {
    bytes.write('MZ')
    bytes.writeUInt32LE(64, 0x3c)
    bytes.write('PE\0\0', 64)
    bytes.writeUInt16LE(0x8664, 68)
  })
  t.same(machinesOf(readFileSync(process.execPath).subarray(0, 4096)), [
    `${process.platform}-${process.arch}`
  ])
  t.same([machinesOf(fat), machinesOf(pe)], [['darwin-x64', 'darwin-arm64'], ['win32-x64']])

  const owners = ['@img/sharp-linux-x64', '@napi-rs/image-linux-x64-gnu', '@koromix/koffi-linux-x64']
  const files = [...owners, 'classic-level/prebuilds'].map(owner => ({
    name: `node_modules/${owner}/a.node`,
    content: elf(0x3e)
  }))
  const faults = (files: Array<{ name: string, content: Buffer }>) =>
    platforms.filter(({ name }) => name === 'linux-x64').flatMap(linux => nativeFaults(files, linux))
  t.same(faults(files), [])
  t.same(faults(files.slice(1)), ['nothing of @img/sharp-* is there'])
  const others = [
    { name: 'node_modules/@img/sharp-x/a.so.8.1', content: elf(0xb7) },
    { name: 'node/bin/node', content: pe },
    { name: 'node_modules/@img/b.node', content: Buffer.from('{}') }
  ]
  t.same(faults([...files, ...others]), [
    'node_modules/@img/sharp-x/a.so.8.1 is for linux-arm64',
    'node/bin/node is for win32-x64',
    'node_modules/@img/b.node is for no machine'
  ])
})

t.test('a bill of materials tells what is in the archive, and nothing of when it was made', async t => {
  // As npm 11 writes it, shortened.
  const component = (name: string) => ({
    'bom-ref': `${name}@1.0.0`,
    type: 'library',
    name,
    version: '1.0.0',
    purl: `pkg:npm/${name}@1.0.0`,
    hashes: [{ alg: 'SHA-512', content: '00' }]
  })
  const fromNpm = (moment: string) =>
    JSON.stringify({
      $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      serialNumber: `urn:uuid:${moment}`,
      version: 1,
      metadata: { timestamp: moment, component: { ...component('packline'), 'bom-ref': 'packline@1.0.0' } },
      components: [component('ajv'), component('koffi-darwin')],
      dependencies: [
        { ref: 'packline@1.0.0', dependsOn: ['ajv@1.0.0', 'koffi-darwin@1.0.0'] },
        { ref: 'ajv@1.0.0', dependsOn: [] },
        { ref: 'koffi-darwin@1.0.0', dependsOn: [] }
      ]
    })
  const release = {
    version: '1.0.0',
    archive: 'packline-1.0.0-linux-x64-node.tar.gz',
    sha256: 'ab'.repeat(32),
    packages: new Set(['ajv@1.0.0']),
    timeMs,
    node: '22.23.2'
  }
  const bill = billOfMaterials(fromNpm('one'), release)
  t.equal(billOfMaterials(fromNpm('two'), release), bill)
  t.match(JSON.parse(bill), {
    serialNumber: /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
    metadata: {
      timestamp: '2026-01-02T00:00:00.000Z',
      component: { hashes: [{ content: 'ab'.repeat(32) }] }
    },
    components: [{ name: 'ajv' }, { name: 'node', version: '22.23.2' }],
    dependencies: [{ ref: 'packline@1.0.0', dependsOn: ['ajv@1.0.0', 'node@22.23.2'] }, { ref: 'ajv@1.0.0' }]
  })
})

t.test('provenance is an in-toto statement in a signed envelope', async t => {
  const { privateKey } = generateKeyPairSync('ed25519')
  const statement = provenance({
    commit: 'c'.repeat(40),
    lockFile: Buffer.from('{}'),
    subjects: new Map([['packline-1.0.0-linux-x64.tar.gz', 'ab'.repeat(32)]]),
    words: ['--with-node'],
    tools: { node: '20.19.0' }
  })
  const { payloadType, payload, signatures: [{ sig }] } = JSON.parse(
    signedEnvelope(statement, privateKey)
  ) as {
    payloadType: string
    payload: string
    signatures: [{ sig: string }]
  }
  // The pre-authentication encoding of DSSE v1: lengths in bytes, one blank between.
  const bytes = Buffer.from(payload, 'base64')
  const signed = Buffer.concat([Buffer.from(`DSSEv1 28 ${payloadType} ${bytes.length} `), bytes])
  t.ok(verify(null, signed, createPublicKey(privateKey), Buffer.from(sig, 'base64')))
  t.match(JSON.parse(bytes.toString()), {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ digest: { sha256: 'ab'.repeat(32) } }],
    predicateType: 'https://slsa.dev/provenance/v1'
  })
})

t.test('an archive that fails its own self-test, or cannot run it, has faults', async t => {
  // As `packline doctor --self-test --json` answers, shortened; the machine's findings are not the archive's.
  const answer = (state: string) =>
    JSON.stringify({
      selfTest: 1,
      steps: [{ id: 'build', title: 'a small build', state, text: 'it ended' }],
      findings: [{ id: 'disk', state: 'fail', value: 'full' }]
    })
  const faults = (program: string) => {
    const folder = t.testdir({ 'packline-1.0.0': { scripts: { packline: `#!/bin/sh\n${program}\n` } } })
    chmodSync(join(folder, 'packline-1.0.0/scripts/packline'), 0o755)
    execFileSync('tar', ['-czf', join(folder, 'a.tar.gz'), '-C', folder, 'packline-1.0.0'])
    return faultsOf(join(folder, 'a.tar.gz'), folder)
  }
  const alone =
    'test "$PACKLINE_AGENT$*" = "nonedoctor --self-test --json" && test "$HOME" = "$PACKLINE_HOME"'
  t.same(faults(`${alone} && echo '${answer('ok')}'; exit 3`), [])
  t.same(faults(`echo '${answer('fail')}'; exit 3`), ['a small build: it ended'])
  t.same(faults(`echo '${answer('notMeasured')}'`), ['a small build: it ended'])
  t.same(faults('echo "Cannot find module" >&2; exit 1'), [
    'doctor --self-test ended with 1: Cannot find module'
  ])
  t.match(faults('echo "{}"'), [/ended with 0/])
})
