import packline.Arguments
import packline.CommandLine

List call(Map given = [:]) {
  Map options = Arguments.of(this, 'farmReport', given)
  String file = packlineJob.ownName(options.file, Arguments.request(this))
  Map answer = packlineJob.perform(command: ['farm', 'list'] + CommandLine.options(html: file))
  List bad = []
  for (machine in answer.machines) {
    List ids = []
    for (reason in machine.reasons) ids.add(reason.id)
    echo "farmReport: ${machine.device} ${machine.grade} ${ids.join(', ')}"
    if (machine.grade == 'poor' || (machine.grade == 'degraded' && options.unstableOn == 'degraded')) bad.add(machine.device)
  }
  archiveArtifacts(artifacts: file, allowEmptyArchive: true)
  if (bad && options.unstableOn != 'never') unstable "farmReport: ${bad.join(', ')}"
  return answer.machines
}
