import { defineTexts, type Text } from './define-texts.js'
import { farmTexts } from './farm-texts.js'
import { formatReasonTexts } from './format-reason-texts.js'
import { healthTexts } from './health-texts.js'
import { jenkinsTexts } from './jenkins-texts.js'
import { packageReasonTexts } from './package-reason-texts.js'
import { reasonTexts } from './reason-texts.js'
import { serviceReasonTexts } from './service-reason-texts.js'
import { systemTexts } from './system-texts.js'
import { stagingReasonTexts } from './staging-reason-texts.js'

/** Reasons within other texts, as of an error or a finding: `phrase` names them by their keys. */
export const phraseTexts = defineTexts({
  'grade.good': healthTexts['grade.good'],
  'grade.degraded': healthTexts['grade.degraded'],
  'grade.poor': healthTexts['grade.poor'],
  'shown.release': { en: 'release', zh: '发布' },
  'shown.packages': { en: 'packages', zh: '安装包' },
  'jenkins.online': farmTexts['jenkins.online'],
  'jenkins.offline': farmTexts['jenkins.offline'],
  'device.badName': {
    en: 'PACKLINE_DEVICE_ID is "{name}", which is no name of letters, digits, ".", "_" and "-"',
    zh: 'PACKLINE_DEVICE_ID 的值 "{name}" 含有字母、数字、"."、"_"、"-" 以外的字符'
  },
  'device.noUuid': { en: 'ioreg names no IOPlatformUUID', zh: 'ioreg 没有给出 IOPlatformUUID' },
  'device.container': {
    en: "it is a container, and the host's machine id is not mounted",
    zh: '这是容器，且没有挂载宿主机的机器标识'
  },
  'device.noId': { en: '{file} holds no machine id', zh: '{file} 中没有机器标识' },
  'device.silent': { en: '{device} (which has never reported)', zh: '{device}（从未上报）' },
  'device.none': { en: 'no device', zh: '没有设备' },
  'reason.about': { en: '{name}: {value}', zh: '{name}：{value}' },
  'reasons.both': { en: '{one}; {other}', zh: '{one}；{other}' },
  'names.both': { en: '{one}, {other}', zh: '{one}、{other}' },
  'list.none': { en: 'none', zh: '无' },
  'list.nobody': { en: 'nobody', zh: '无人' },
  'terms.differ': {
    en: '{name} is {here} here and {agreed} there',
    zh: '{name} 在本机为 {here}，约定为 {agreed}'
  },
  'seat.heldBy': {
    en: '{device} (seat {seat}, since {since}, jobs {jobs})',
    zh: '{device}（席位 {seat}，自 {since} 起，{jobs} 个任务）'
  },
  'servers.empty': {
    en: 'host:port entries parted by commas, none of them empty',
    zh: '以逗号分隔的 host:port，且不能有空项'
  },
  'servers.chroot': {
    en: 'host:port; the chroot goes into its own setting',
    zh: 'host:port；chroot 有单独的设置项'
  },
  'servers.ipv6': {
    en: 'a host name or an IPv4 address; an IPv6 address needs a name, in the DNS or in /etc/hosts',
    zh: '主机名或 IPv4 地址；IPv6 地址需要在 DNS 或 /etc/hosts 中有名称'
  },
  'servers.host': {
    en: 'a host name or an IPv4 address before the colon',
    zh: '冒号之前应为主机名或 IPv4 地址'
  },
  'servers.port': {
    en: 'a port from 1 to 65535 after the colon',
    zh: '冒号之后应为 1 到 65535 的端口'
  },
  'secret.notSet': { en: 'the variable is not set', zh: '该变量未设置' },
  'secret.empty': { en: 'it is empty', zh: '内容为空' },
  'secret.tooLong': { en: 'it is far too long for a secret', zh: '内容过长，不是密钥' },
  'guard.notKilled': { en: 'it could not kill {what}', zh: '无法终止 {what}' },
  'guard.underLease': { en: 'what runs under the lease ({reason})', zh: '租约下运行的进程（{reason}）' },
  'guard.ended': { en: 'it ended with {how}', zh: '它已结束：{how}' },
  'program.status': { en: 'status {status}', zh: '状态 {status}' },
  'program.exitStatus': { en: 'exit status {status}', zh: '退出状态 {status}' },
  'lease.unchecked': { en: 'it could not be checked', zh: '无法核实' },
  'lease.givenAway': { en: 'the seat was given to another holder', zh: '席位已给了另一个持有者' },
  'lease.notRenewed': { en: 'the seat could not be renewed in time', zh: '席位未能及时续约' },
  'lease.released': {
    en: 'the seat was released by an administrator or given to another device',
    zh: '席位被管理员收回，或给了另一台设备'
  },
  'lease.otherSeat': { en: 'another seat was granted', zh: '得到了另一个席位' },
  'lease.closed': { en: 'the limiter was closed', zh: '许可证管理已关闭' },
  'lease.storeClosed': { en: 'the store was closed', zh: '席位存储已关闭' },
  'session.ended': { en: 'the ZooKeeper session ended: {reason}', zh: 'ZooKeeper 会话已结束：{reason}' },
  'session.expired': { en: 'expired', zh: '已过期' },
  'session.replaced': { en: 'replaced', zh: '已被替换' },
  'session.closed': { en: 'closed', zh: '已关闭' },
  'zookeeper.noAnswer': { en: 'no answer yet', zh: '尚无应答' },
  'zookeeper.hangup': { en: 'the server closed the connection', zh: '服务器关闭了连接' },
  'zookeeper.otherWriter': {
    en: 'another writer came after the lost answer',
    zh: '应答丢失后又有其他写入'
  },
  'sharedCache.wrongBytes': {
    en: 'the server gave other bytes than {sha256}',
    zh: '服务器给出的内容不是 {sha256}'
  },
  'sharedCache.slow': {
    en: '{late} of {asked} results would have come later than they were made',
    zh: '{asked} 个结果中有 {late} 个取回比制作更慢'
  },
  'sharedCache.planNotSent': {
    en: 'the plan did not arrive there',
    zh: '计划没有送达'
  },
  'sharedCache.wrongRecord': {
    en: 'the server gave something else than the result {name}',
    zh: '服务器给出的不是结果 {name}'
  },
  'sharedCache.noResults': { en: 'it takes no results', zh: '它不接受结果' },
  'sharedCache.noSha256': {
    en: 'GetCapabilities: it knows no SHA-256',
    zh: 'GetCapabilities：它不支持 SHA-256'
  },
  'backup.testConfiguration': { en: 'test the configuration', zh: '检查配置' },
  'backup.readConfiguration': { en: 'read the configuration', zh: '读取配置' },
  'backup.checkZones': { en: 'check the zones', zh: '检查区域' },
  'backup.bindAndSearch': { en: 'bind and search', zh: '绑定并搜索' },
  'jenkins.kind.folder': jenkinsTexts['jenkins.kind.folder'],
  'jenkins.kind.job': jenkinsTexts['jenkins.kind.job'],
  'jenkins.kind.node': jenkinsTexts['jenkins.kind.node'],
  'jenkins.kind.credentials': jenkinsTexts['jenkins.kind.credentials'],
  'jenkins.missing': { en: 'the {kind} {path} is missing', zh: '缺少 {kind} {path}' },
  'jenkins.differs': {
    en: 'the {kind} {path} differs in {fields}',
    zh: '{kind} {path} 的 {fields} 与配置不同'
  },
  'site.otherStatus': {
    en: 'the status is {status}, expected {expected}',
    zh: '状态为 {status}，应为 {expected}'
  },
  'site.otherAnswer': {
    en: 'it answers {answer}, without {expected}',
    zh: '应答为 {answer}，不含 {expected}'
  },
  'site.refused': { en: 'nothing takes connections there', zh: '那里无法连接' },
  'site.noPort': { en: '{address} has no port', zh: '{address} 没有端口' },
  ...stagingReasonTexts,
  'backup.emptyPart': { en: 'it is empty', zh: '内容为空' },
  'backup.endsEarly': { en: 'it ends early', zh: '提前结束' },
  'backup.linkCircle': { en: 'the link leads back to itself', zh: '链接指回自身' },
  'backup.linkNowhere': { en: 'the link leads to nothing', zh: '链接指向的内容不存在' },
  'backup.linkLeaves': {
    en: 'the link leads to {target}, which would not be in the copy; mount it there instead',
    zh: '链接指向 {target}，其内容不会在备份中；请改为挂载到该处'
  },
  'backup.nothing': { en: 'there is nothing to back up in {path}', zh: '{path} 中没有可备份的内容' },
  'proof.never': { en: 'it was never found good', zh: '从未检查通过' },
  'container.noFrom': { en: 'there is no FROM with an image', zh: '没有带镜像的 FROM' },
  'container.badBase': { en: '{base} names no image of a registry', zh: '{base} 不是仓库中的镜像' },
  'container.badVariable': { en: '{base} needs an ARG that has no value', zh: '{base} 所用的 ARG 没有值' },
  'container.unusedArgument': {
    en: 'no ARG takes the declared build argument {argument}',
    zh: '没有 ARG 使用已声明的构建参数 {argument}'
  },
  'container.emptyArgument': {
    en: 'ARG {argument} has no default and is not declared in "arguments" of the image',
    zh: 'ARG {argument} 没有默认值，也未在镜像的 "arguments" 中声明'
  },
  'container.tooMany': { en: 'more than {most} files', zh: '文件超过 {most} 个' },
  'container.badName': { en: 'its name is no UTF-8', zh: '文件名不是 UTF-8' },
  'container.badPattern': { en: '{pattern} is no pattern', zh: '{pattern} 不是有效的模式' },
  'container.noFile': { en: 'it is no ordinary file', zh: '它不是普通文件' },
  'container.old': {
    en: 'it was built {days} days ago, {most} at most',
    zh: '构建于 {days} 天前，最长为 {most} 天'
  },
  'container.gone': { en: '{digest} is no longer in {registry}', zh: '{digest} 已不在 {registry} 中' },
  'container.noIds': { en: '{file} has no ids for the user {user}', zh: '{file} 中没有用户 {user} 的 ID 段' },
  'container.never': { en: 'it was never built', zh: '从未构建过' },
  'container.asked': { en: 'it was asked for', zh: '按要求重新构建' },
  'directory.fewer': { en: '{count} people, {fewest} at least', zh: '有 {count} 人，至少应有 {fewest} 人' },
  'directory.noList': { en: 'there is no list of objects', zh: '其中没有对象列表' },
  'directory.noId': { en: 'the row has no {attribute}', zh: '该行没有 {attribute}' },
  'directory.twice': { en: 'it is there twice', zh: '出现了两次' },
  'directory.badValue': {
    en: 'its {attribute} is too long or has control characters',
    zh: '其 {attribute} 过长或含有控制字符'
  },
  'directory.foreign': {
    en: 'an entry of that name is there which is not ours',
    zh: '已有同名条目，但不归 packline 管理'
  },
  'directory.noEntry': { en: 'there is no such entry', zh: '没有这个条目' },
  'directory.badCredentials': {
    en: 'it does not accept bindDn or its credentials',
    zh: '不接受 bindDn 或其密码'
  },
  'directory.noRight': { en: 'bindDn has no right to it', zh: 'bindDn 没有权限' },
  'directory.exists': { en: 'it is there already', zh: '已经存在' },
  'directory.noGroup': { en: 'there is no such group', zh: '没有这个组' },
  'directory.never': { en: 'it was never synchronised', zh: '从未同步' },
  'directory.old': {
    en: 'the last good one was {hours} h ago, {most} h at most',
    zh: '上次成功是 {hours} 小时前，至多 {most} 小时'
  },
  'backup.never': { en: 'there is none', zh: '从未有过' },
  'backup.old': {
    en: 'the last good one is {hours} h old, {most} h at most',
    zh: '最近一次成功已过去 {hours} 小时，至多 {most} 小时'
  },
  'late.within': { en: 'no answer within {ms} ms', zh: '{ms} 毫秒内没有应答' },
  'late.for': { en: 'no answer for {seconds} s', zh: '已有 {seconds} 秒没有应答' },
  'late.connection': { en: 'no connection within {ms} ms', zh: '{ms} 毫秒内未能建立连接' },
  'late.longer': { en: '{what} took longer than {ms} ms', zh: '{what} 超过了 {ms} 毫秒' },
  'tool.notOnPath': { en: '{file} is not on PATH', zh: 'PATH 中没有 {file}' },
  'archive.cutOff': { en: 'its compressed data ends too early', zh: '压缩数据不完整' },
  'archive.damaged': { en: 'its compressed data is damaged', zh: '压缩数据损坏' },
  'tool.apksigner': { en: 'apksigner (or apksig and Java)', zh: 'apksigner（或 apksig 与 Java）' },
  'tool.old': {
    en: '{version} is too old: {oldest} or newer is needed',
    zh: '{version} 太旧，需要 {oldest} 或更新的版本'
  },
  'tool.says': { en: 'it says {words} (status {status})', zh: '它的输出是 {words}（状态 {status}）' },
  'tool.versionSays': {
    en: '--version says {words} (status {status})',
    zh: '--version 的输出是 {words}（状态 {status}）'
  },
  'licence.notAmong': {
    en: "the label {label} promises it, but this device is not among the licence's",
    zh: '标签 {label} 表明应有此许可证，但本机不在该许可证的设备之列'
  },
  'licence.standing': {
    en: '{held} of {seats} held, {waiting} waiting',
    zh: '{seats} 个席位已占用 {held} 个，{waiting} 个等待'
  },
  'licence.notHere': { en: 'not allowed here', zh: '本机不允许' },
  'licence.active': { en: 'active', zh: '已激活' },
  'licence.missing': { en: 'missing', zh: '缺失' },
  'drive.passed': { en: 'passed', zh: '正常' },
  'drive.failing': { en: 'failing', zh: '故障' },
  'drive.notReadable': { en: 'not readable', zh: '无法读取' },
  'drive.smartFails': { en: 'SMART says that the drive fails', zh: 'SMART 显示硬盘故障' },
  'drive.nvmeWarning': { en: 'NVMe critical warning {number}', zh: 'NVMe 严重警告 {number}' },
  'drive.worn': { en: '{percent} % of its life is used', zh: '寿命已用 {percent} %' },
  'drive.sectors': { en: '{count} sectors lost or pending', zh: '{count} 个扇区已损坏或待处理' },
  'drive.smartStatus': { en: 'SMART status is {status}', zh: 'SMART 状态为 {status}' },
  'drive.fusion': { en: 'a Fusion Drive is lost with it', zh: '融合硬盘会随之失效' },
  'clock.ahead': { en: 'this machine is {ms} ms ahead', zh: '本机快 {ms} 毫秒' },
  'clock.behind': { en: 'this machine is {ms} ms behind', zh: '本机慢 {ms} 毫秒' },
  'build.slower': { en: '{part}: {ms} ms, else {usual} ms', zh: '{part}：{ms} 毫秒，平时 {usual} 毫秒' },
  'build.cpu': { en: 'cpu', zh: '处理器' },
  'build.files': { en: 'files', zh: '小文件' },
  'build.spawn': { en: 'spawn', zh: '启动程序' },
  'build.png': { en: 'png', zh: 'PNG 编码' },
  'value.perCore': { en: '{value} per core', zh: '每核 {value}' },
  'value.jobs': { en: '{value} jobs', zh: '{value} 个任务' },
  'mount.slow': {
    en: 'a small file takes {micros} µs, {local} µs in {folder}',
    zh: '一个小文件需 {micros} 微秒，在 {folder} 中为 {local} 微秒'
  },
  'folder.otherBytes': {
    en: '{file} came back other than it was written',
    zh: '{file} 读回后与写入的不一致'
  },
  'notice.delivered': { en: 'told', zh: '能收到' },
  'notice.notDelivered': { en: 'not told', zh: '收不到' },
  'repository.unreadable': { en: 'cannot be read', zh: '无法读取' },
  'repository.range': { en: 'a range cannot be read', zh: '有一段提交无法读取' },
  'repository.without': { en: 'without {branches}', zh: '不含 {branches}' },
  'repository.watched': { en: 'watched', zh: '监视中' },
  'figures.missing': { en: "the system's figures hold no {what}", zh: '系统数据中没有 {what}' },
  'probe.answers': { en: 'answers', zh: '有应答' },
  'probe.notMeasured': { en: 'not measured', zh: '未检测' },
  'history.anew': { en: 'started anew', zh: '已重新开始' },
  'agent.noGrade': { en: 'it tells no grade', zh: '其中没有等级' },
  'agent.tooMuch': {
    en: 'its answer has more than {count} characters',
    zh: '它的应答超过 {count} 个字符'
  },
  'agent.log': { en: "see the agent's log, request {id}", zh: '请查看代理日志中的请求 {id}' },
  'jenkins.noJob': {
    en: 'packages.jenkins in packline.json names no job',
    zh: 'packline.json 的 packages.jenkins 没有指定任务'
  },
  'jenkins.noController': {
    en: '"jenkins" in the configuration of this agent names no controller',
    zh: '本代理配置中的 "jenkins" 没有指定控制器'
  },
  'jenkins.noQueueItem': {
    en: 'it answered {status} and named no queue item',
    zh: '它的应答是 {status}，没有给出队列项'
  },
  'documents.writeFailed': { en: 'writing {folder} failed', zh: '写入 {folder} 失败' },
  ...reasonTexts,
  ...packageReasonTexts,
  ...formatReasonTexts,
  ...serviceReasonTexts,
  ...systemTexts
})

const byKey: ReadonlyMap<string, Text> = new Map(Object.entries(phraseTexts))

export function phraseText (key: string): Text | undefined {
  return byKey.get(key)
}
