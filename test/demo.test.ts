// Takes 40 s.
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { noisePng } from '../agent/assets/testing/pictures.js'
import { skipWithoutAndroid } from '../agent/packaging/testing/android.js'

const root = join(import.meta.dirname, '..')

/** The numbers of each row of the demo's table. */
function demo (...args: string[]): { rows: string[][], stdout: string } {
  const { stdout, stderr, status } = spawnSync(join(root, 'scripts/demo'), args, {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' }
  })
  if (status !== 0) throw new Error(stderr)
  return {
    stdout,
    rows: stdout.split('\n').filter(line => /\d/.test(line)).slice(0, 3).map(line => line.split(/\s{2,}/))
  }
}

t.test('the demo builds the sample game cold, then nothing, then what one commit changed', async t => {
  const { rows: [cold, unchanged, changed], stdout } = demo()

  t.ok(Number(cold![1]) > 80)
  t.same(unchanged!.slice(1, 5), ['0', cold![1], '0', '0 B'])
  t.ok(Number(changed![1]) >= 2 && Number(changed![1]) <= 4, `${changed![1]} actions ran`)
  t.match(stdout, /The sheets are in .*build\/res/)

  t.equal(
    stdout.match(/^(review|gray|formal)\S*\/windows\/(store|partner) /gm)?.length,
    12,
    'packages of every target and channel'
  )
  const apks = skipWithoutAndroid === false ? 12 : 0
  t.equal(
    stdout
      .match(/^(review|gray|formal)\S*\/android\/(store|partner) +repack +\d+ kB +repack +\d+ kB$/gm)
      ?.length ?? 0,
    apks,
    'and APKs where the tools are'
  )
  t.equal(stdout.includes('No APKs were made'), apks === 0)
  t.match(stdout, /a player of 1\.0\.0 +formal \(production\) +formal \(production\) +formal \(production\)/)
  t.match(stdout, /gray-1 +gray-1 \(production\)/)
  t.match(
    stdout,
    /whoever has 1\.1\.0 build 2 +review-1 \(review\) +formal \(production\) +review-1 \(review\)/
  )
  t.match(stdout, /^formal .* 1\.0\.0-1 live$/m)
})

t.test('the demo takes any folder of PNGs', async t => {
  const folder = t.testdir({})
  mkdirSync(join(folder, 'sub'))
  for (let index = 0; index < 12; index++) {
    writeFileSync(join(folder, index % 2 === 0 ? 'sub' : '.', `${index}.png`), noisePng(16, 16, index))
  }
  const { rows } = demo(folder)

  t.match(rows, [[/cold/, '4', '0'], [/nothing changed/, '0', '4'], [/one sprite changed/, '2', '2']])
})
