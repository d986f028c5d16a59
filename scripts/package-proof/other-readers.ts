import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const androguardVersion = '4.1.4'
const liefVersion = '1.0.0'

/** What a reader that is not packline's says that an APK is. */
export interface Badge {
  id: string
  version: string
  build: string
  label: string
}

/** A tool's answer where it ends with zero, else what it said. */
export interface Answer {
  isFit: boolean
  said: string
}

export function ask (command: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Answer {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 ** 2,
    env: { ...process.env, ...environment }
  })
  return { isFit: status === 0, said: error?.message ?? stdout + (status === 0 ? '' : stderr) }
}

export function hasTool (name: string): boolean {
  return spawnSync('which', [name]).status === 0
}

/** aapt's and aapt2's: `package: name='…' versionCode='…' versionName='…'`. */
export function badgeBy (tool: 'aapt' | 'aapt2', file: string): Badge | string {
  const { said } = ask(tool, ['dump', 'badging', file])
  const [, id, build, version] =
    /^package: name='([^']*)' versionCode='([^']*)' versionName='([^']*)'/m.exec(said) ?? []
  if (id === undefined || build === undefined || version === undefined) return said.slice(0, 300)
  // Without resources there is no line for each language.
  const [, label = ''] = /^application-label:'(.*)'$/m.exec(said) ??
    /^application: label='(.*)' icon=/m.exec(said) ?? []
  return { id, version, build, label }
}

const unaligned = `
import sys, struct, zipfile
with open(sys.argv[1], "rb") as file:
  for each in zipfile.ZipFile(file).infolist():
    if each.compress_type != 0 or not each.filename.startswith("lib/") or not each.filename.endswith(".so"): continue
    file.seek(each.header_offset + 26)
    start = each.header_offset + 30 + sum(struct.unpack("<HH", file.read(4)))
    if start % 16384: sys.exit(f"{each.filename} starts at {start}, not at a page of 16 KB")
`

/** By zipalign, for pages of 16 KB where it knows them (build tools 35); else Python looks at those. */
export function isAligned (file: string): Answer {
  if (/-P </.test(ask('zipalign', []).said)) return ask('zipalign', ['-c', '-P', '16', '4', file])
  const small = ask('zipalign', ['-c', '-p', '4', file])
  return small.isFit ? ask('python3', ['-c', unaligned, file]) : small
}

const program = `
import json, sys
from loguru import logger
logger.remove()
from androguard.core.apk import APK
a = APK(sys.argv[1])
print(json.dumps({"id": a.get_package(), "version": a.get_androidversion_name(), "build": a.get_androidversion_code(),
  "label": a.get_app_name(), "valid": a.is_valid_APK(), "v2": a.is_signed_v2(), "v3": a.is_signed_v3()}))
`

/** A package of PyPI in a place of its own, since it is no dependency of the project: the Python that has it. */
function pythonWith (name: string, version: string, cache: string): string {
  const folder = join(cache, `${name}-${version}`)
  const [python, done] = [join(folder, 'bin/python'), join(folder, 'done')]
  if (existsSync(done)) return python
  execFileSync('python3', ['-m', 'venv', folder], { stdio: 'inherit' })
  execFileSync(python, ['-m', 'pip', 'install', '-q', `${name}==${version}`], { stdio: 'inherit' })
  writeFileSync(done, '')
  return python
}

const signedAs = `
import sys, re, lief
seen = set()
programs = lief.MachO.parse(sys.argv[1])
for each in programs:
  if not each.has_code_signature: sys.exit("no signature")
  place = each.code_signature
  start = each.fat_offset + place.data_offset
  blob = open(sys.argv[1], "rb").read()[start:start + place.data_size]
  found = re.search(rb"<key>application-identifier</key>\\s*<string>([^<]*)", blob)
  seen.add(found.group(1).decode() if found else "nobody")
print(", ".join(sorted(seen)))
`

/** LIEF reads programs of Apple's systems. */
export class Lief {
  readonly #python: string

  constructor (cache: string) {
    this.#python = pythonWith('lief', liefVersion, cache)
  }

  /** The application-identifier in the signature of each of a program's architectures. */
  signedAs (file: string): string {
    return ask(this.#python, ['-c', signedAs, file]).said.trim()
  }
}

export class Androguard {
  readonly #python: string

  constructor (cache: string) {
    this.#python = pythonWith('androguard', androguardVersion, cache)
  }

  badge (file: string): Badge & { v2: boolean, v3: boolean } | string {
    const { isFit, said } = ask(this.#python, ['-c', program, file])
    if (!isFit) return said.trim().split('\n').at(-1) ?? ''
    return JSON.parse(said) as Badge & { v2: boolean, v3: boolean }
  }
}
