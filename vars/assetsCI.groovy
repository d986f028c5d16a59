import packline.Arguments
import packline.CommandLine

Map call(Map given = [:], Closure prepare = null) {
  Map options = Arguments.of(this, 'assetsCI', given)
  List chosen = CommandLine.options(project: options.project, only: options.only, profile: options.profile, cache: options.cache,
    parameter: options.parameters)
  if (options.shards != null) chosen = buildShards(options, chosen, prepare)
  Map report = packlineJob.perform([command: ['assets', 'build'] + chosen] + Arguments.shared(options), prepare)
  if (report.actions) {
    echo "assetsCI: ${report.actions.total} actions, ${report.actions.cached} from the cache, ${report.actions.failed} failed; ${report.outputsCount} files in ${report.durationMs} ms"
  }
  return report
}

/**
 * Puts into the shared cache what the build that follows then takes from there, and which makes what is missing. Returns its options:
 * with the parameters that the plan had, whoever sets others in the meantime.
 */
private List buildShards(Map options, List chosen, Closure prepare) {
  if (!options.label) error 'assetsCI: shards needs label: the nodes that build them'
  if (options.cache && options.cache != 'read-write') {
    echo "assetsCI: no shards with cache: '${options.cache}', since they could send nothing"
    return chosen
  }
  List limits = []
  if (options.shards == 'auto') {
    for (name in packlineJob.nodesWith(options.label, [])) limits.add("--shard-node=${name}".toString())
    if (!limits) limits.add('--shards-at-most=4')
  }
  Map shared = [label: options.label, retries: options.retries, project: options.project]
  Map plan = packlineJob.perform([command: ['assets', 'plan', "--shards=${options.shards}".toString()] + limits + chosen] + shared, prepare)
  if (plan.problem) echo "assetsCI: no shards, since the shared cache is of no use now: ${plan.problem}"
  int count = plan.shardsCount ?: 0
  echo "assetsCI: ${plan.made ?: 0} of ${plan.sets ?: 0} sets are in the shared cache; ${count} shards for the rest"
  List pinned = chosen + CommandLine.options(parameter: CommandLine.named(plan.parameters))
  // One node alone does what one shard would.
  if (count < 2) return pinned
  Map branches = [failFast: false]
  for (int number = 1; number <= count; number++) {
    String shard = "${number}/${count}"
    boolean isLicensed = number <= plan.shards.size() && plan.shards.get(number - 1).licensed
    String label = isLicensed && options.seatLabel ? "(${options.label}) && (${options.seatLabel})" : options.label
    List command = ['assets', 'build', "--shard=${shard}".toString(), "--plan=${plan.plan}".toString()] + pinned
    // Jenkins gives a branch of the same name the node that it had before, if it is free: that one knows the pictures of its sets.
    branches.put("shard ${number}".toString()) { buildShard([command: command, isSpare: true] + shared + [label: label], prepare) }
  }
  parallel(branches)
  return pinned
}

/** A node that is lost for good costs its shard and nothing else. */
private void buildShard(Map options, Closure prepare) {
  boolean hasBegun = false
  retry(count: 2, conditions: packlineJob.lostNodeConditions()) {
    if (hasBegun) {
      echo "assetsCI: ${options.command.get(2)} was lost with its node; the build that follows makes it"
    } else {
      hasBegun = true
      packlineJob.perform(options, prepare)
    }
  }
}
