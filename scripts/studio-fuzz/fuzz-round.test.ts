import t from 'tap'
import { fuzzRound } from './fuzz-round.js'
import { publishFolder } from './publish-folder.js'

// scripts/fuzz-studio takes as many seeds as there is time for.
const round = { csds: 12, csis: 2, publish: publishFolder }

t.test('what is published holds what the csd and csi say, read a second way', async t => {
  for (const seed of [1, 2]) await fuzzRound({ ...round, folder: t.testdir({}), seed })
})

t.test('a number that is read wrongly is noticed, and so is a wrong pixel', async t => {
  await t.rejects(fuzzRound({ ...round, folder: t.testdir({}), seed: 1, breaks: 'csd' }), {
    message: /^order, visible, alpha, tag: /
  })
  await t.rejects(fuzzRound({ ...round, folder: t.testdir({}), seed: 1, breaks: 'picture' }), {
    message: /^img\/S0\/图 \d+\.png: /
  })
})
