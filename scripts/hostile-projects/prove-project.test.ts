import t from 'tap'
import { proveProject } from './prove-project.js'
import { tamperings } from './tamper.js'

t.test('hostile projects give every source pixel back, and refuse what no build may take', async t => {
  const proofs = []
  for (let seed = 1; seed <= 6; seed++) proofs.push(await proveProject(seed, { mounts: false }))
  for (const { seed, faults } of proofs) {
    t.same(faults, [], `scripts/hostile --projects 1 --seed ${seed} --no-mounts`)
  }
  t.ok(proofs.some(({ refused }) => refused !== undefined))
  t.ok(proofs.reduce((sum, { frames }) => sum + frames, 0) > 100)
})

t.test('the proof notices whatever is damaged on purpose', async t => {
  for (const tampering of tamperings) {
    const faults: string[] = []
    for (let seed = 1; seed <= 3 && faults.length === 0; seed++) {
      faults.push(...(await proveProject(seed, { mounts: false, tampering })).faults)
    }
    t.not(faults.length, 0, tampering)
    t.notMatch(faults.join(), /INTERNAL/, tampering)
  }
})
