import { joined } from '../define-errors.js'
import { defineTexts } from './define-texts.js'

/** What is wrong with a program, a service, a place or a plan, and what it is called. */
export const serviceReasonTexts = defineTexts({
  'answer.noBoolean': { en: 'no boolean "{name}"', zh: '没有布尔值 "{name}"' },
  'answer.noNumber': { en: 'no number "{name}"', zh: '没有数字 "{name}"' },
  'answer.redirected': { en: 'a redirection to {location}', zh: '重定向到 {location}' },
  'answer.tooLong': { en: 'more than {most} bytes', zh: '超过 {most} 字节' },
  'answer.pageTitled': { en: 'a web page "{title}"', zh: '一个网页 "{title}"' },
  'answer.page': { en: 'a web page', zh: '一个网页' },
  'answer.long': { en: 'its answer is too long', zh: '应答过长' },
  'node.drained': { en: 'drained by {by}: {why}', zh: '由 {by} 排空：{why}' },
  'check.withProblem': { en: '{check} ({problem})', zh: '{check}（{problem}）' },
  'node.broughtOnline': {
    en: 'brought online at the same time as by somebody else',
    zh: '同时被其他人恢复上线'
  },
  'what.job': { en: 'the job {job}', zh: '任务 {job}' },
  'what.queueItem': { en: 'the queue item {id}', zh: '队列项 {id}' },
  'what.build': { en: 'the build {job} {number}', zh: '构建 {job} {number}' },
  'what.queue': { en: 'the queue', zh: '队列' },
  'what.builds': { en: 'the builds of {job}', zh: '{job} 的构建' },
  'what.node': { en: 'the node {name}', zh: '节点 {name}' },
  'what.credentials': { en: 'the credentials {id}', zh: '凭据 {id}' },
  'what.crumb': { en: 'a crumb', zh: '防跨站令牌（crumb）' },
  'what.nodes': { en: 'the nodes', zh: '各节点' },
  'workspace.relative': { en: 'it is no absolute path', zh: '不是绝对路径' },
  'workspace.outside': {
    en: 'it is not there, or not below a folder of "workspaces"',
    zh: '不存在，或不在 "workspaces" 所列目录之下'
  },
  'workspace.noFolder': { en: 'it is no folder', zh: '不是目录' },
  'guard.noNumber': { en: 'it has no process number', zh: '没有进程号' },
  'edit.notThere': { en: '{name} is edited but is not there', zh: '要改动的 {name} 不存在' },
  'what.parameter': { en: 'parameter {name}', zh: '参数 {name}' },
  'what.project': { en: 'project {project}', zh: '项目 {project}' },
  'what.output': { en: 'output {index} of {id}', zh: '{id} 的第 {index} 个输出' },
  'what.commitOf': { en: 'commit of {repository}', zh: '{repository} 的提交' },
  'what.baseline': { en: 'the baseline {name}', zh: '基线 {name}' },
  'what.bundle': { en: 'the App Bundle of the baseline {name}', zh: '基线 {name} 的 App Bundle' },
  'what.folderFiles': { en: '{what}, a folder with files', zh: '{what}，应为含有文件的目录' },
  'what.goesTo': { en: 'what goes to {name}', zh: '要放到 {name} 的内容' },
  'what.icon': { en: 'the icon', zh: '图标' },
  'what.folderTo': { en: 'the folder that goes to {put}', zh: '要放到 {put} 的目录' },
  'what.takesIn': { en: 'what the command of {what} takes in', zh: '{what} 的命令的输入' },
  'what.noFile': { en: '{what} (it is no file)', zh: '{what}（不是文件）' },
  'what.hardening': { en: 'the hardening of {platform}', zh: '{platform} 的加固' },
  'what.deviceSpecification': { en: 'the device specification of {id}', zh: '{id} 的设备规格文件' },
  'what.platform': { en: 'the platform {platform}', zh: '平台 {platform}' },
  'what.profile': { en: 'the provisioning profile', zh: '描述文件' },
  'what.oneApp': { en: 'Payload/NAME.app (exactly one)', zh: 'Payload/NAME.app（恰好一个）' },
  'rebuild.noPackages': { en: 'it has no packages', zh: '没有安装包' },
  'rebuild.noOrder': { en: '{id} was recorded without its order', zh: '{id} 登记时没有订单' },
  'row.throughLink': { en: 'it would be written through the link {link}', zh: '会经由链接 {link} 写入' },
  'row.noPath': { en: 'the configuration of {row} has no path', zh: '{row} 的配置没有路径' },
  'program.minutes': { en: 'stopped after {minutes} minutes', zh: '{minutes} 分钟后被终止' },
  'program.silent': { en: 'it said nothing', zh: '没有任何输出' },
  'program.killed': { en: 'killed by {signal}', zh: '被 {signal} 终止' },
  'secret.noFile': { en: 'there is no such file', zh: '没有这个文件' },
  'process.ended': { en: 'it has ended', zh: '它已结束' },
  'program.output': { en: 'more than {most} bytes of output', zh: '输出超过 {most} 字节' },
  'program.noEnd': { en: 'no end within {ms} ms', zh: '{ms} 毫秒内没有结束' },
  'cdn.notAsked': { en: 'no network is asked from here', zh: '此处不请求任何网络' },
  'flip.nothing': { en: 'nothing is in review at {target}', zh: '{target} 没有提审中的发布' },
  'flip.nothingSince': {
    en: 'nothing is in review at {target} since {by} changed it at {at}',
    zh: '自 {by} 于 {at} 作出改动之后，{target} 没有提审中的发布'
  },
  'flip.platforms': {
    en: '{target} would be without packages for {missing}: {release} has {packaged}',
    zh: '{target} 会缺少 {missing} 的安装包：{release} 只有 {packaged}'
  },
  'flip.noPackages': { en: '{release} has no packages', zh: '{release} 没有安装包' },
  'flip.onlyState': {
    en: '{release} is only {state} at {target}; publish it there first',
    zh: '{release} 在 {target} 仅为 {state}；请先发布到那里'
  },
  'flip.noHotUpdate': {
    en: 'the hot update {version} was not published to {target}',
    zh: '热更新 {version} 没有发布到 {target}'
  },
  'flip.downward': {
    en: 'the hot update would go from {held} down to {next}, which clients ignore',
    zh: '热更新会从 {held} 降到 {next}，客户端会忽略'
  },
  'flip.older': {
    en: '{release} is older than {live}, which is live at {target}; go back with "packline release undo"',
    zh: '{release} 比 {target} 线上的 {live} 旧；请用 "packline release undo" 退回'
  },
  'flip.lessHotUpdate': {
    en: joined(
      '{target} has the hot update {version} and {from} was reviewed with {reviewed}, ',
      'so players would be told of less than they have'
    ),
    zh: '{target} 的热更新为 {version}，而 {from} 提审时为 {reviewed}，玩家会得到比现有更旧的内容'
  },
  'flip.sameTarget': { en: 'it is the same target', zh: '是同一个目标' },
  'version.none': { en: '{text} is no version', zh: '{text} 不是版本号' },
  'signer.refused': { en: 'it refused', zh: '它拒绝了' },
  'signer.memory': { en: 'its memory did not suffice', zh: '其内存不足' },
  'signer.noLibrary': { en: 'there is no library to start', zh: '没有可启动的程序库' },
  'signer.noCommand': { en: 'there is no command to run', zh: '没有可运行的命令' },
  'hot.noRecord': {
    en: 'versions/{version}/update.json is missing or no record',
    zh: '缺少 versions/{version}/update.json，或它不是记录'
  },
  'hot.noManifest': {
    en: 'versions/{version}/project.manifest is missing',
    zh: '缺少 versions/{version}/project.manifest'
  },
  'appStore.noField': { en: 'it has no text "{field}"', zh: '缺少文本 "{field}"' },
  'appStore.badKey': { en: '"{field}" is no key that can be used', zh: '"{field}" 不是可用的密钥' },
  'appStore.noAddress': {
    en: 'it named no address over TLS to send to',
    zh: '未给出可用于上传的 TLS 地址'
  },
  'appStore.lostPieces': {
    en: 'pieces were lost {times} times one after the other',
    zh: '分片连续丢失 {times} 次'
  },
  'appStore.noApplication': {
    en: 'the account has no such application',
    zh: '该账号下没有此应用'
  },
  'appStore.otherLength': {
    en: 'it wants {found} bytes of {expected}',
    zh: '它要求 {found} 字节，而文件有 {expected} 字节'
  },
  'appStore.shows': { en: 'it shows build {build}', zh: '已有构建 {build}' },
  'appStore.inReview': { en: 'an update is in review', zh: '有更新正在审核' },
  'appStore.noRollouts': {
    en: '{service} has no share of players that could be changed here',
    zh: '{service} 没有可以在此修改的玩家比例'
  },
  'appStore.rowGone': {
    en: 'the release has no such package any more',
    zh: '该发布中已没有这个包'
  },
  'appStore.notOnTrack': { en: 'it is not on the track {track}', zh: '它不在轨道 {track} 上' },
  'appStore.isDraft': { en: 'it is a draft, which nobody gets yet', zh: '它是草稿，还没有人得到它' },
  'appStore.notHalted': { en: 'it was not halted: it is {status}', zh: '它没有被暂停：当前为 {status}' },
  'appStore.everybodyHasIt': { en: 'all players get it already', zh: '所有玩家都已能得到它' },
  'appStore.notesTwice': { en: 'there are two texts for {language}', zh: '{language} 有两段文字' },
  'appStore.notesOutside': {
    en: '"{text}" stands outside the languages',
    zh: '"{text}" 不在任何语言标签内'
  },
  'appStore.notesLong': {
    en: 'the text for {language} has {length} characters of at most {limit}',
    zh: '{language} 的文字有 {length} 个字符，最多 {limit} 个'
  },
  'appStore.noAnswer': { en: 'it was sent at {at} without an answer', zh: '于 {at} 发送，未得到应答' },
  'appStore.takes': { en: 'it takes {list}', zh: '只接收 {list}' },
  'appStore.isFor': {
    en: 'it is for {expected}, and the package is {found}',
    zh: '该商店用于 {expected}，而包是 {found}'
  },
  'appStore.unsigned': { en: 'it is not signed', zh: '它没有签名' },
  'appStore.folder': { en: 'it is a folder', zh: '它是目录' },
  'appStore.noIdentity': {
    en: 'the registry does not know what application it is',
    zh: '登记库不知道它是哪个应用'
  },
  'command.ended': { en: 'it ended with {how}: {said}', zh: '它以 {how} 结束：{said}' },
  'line.noVersion': {
    en: '{line}/version.manifest names no version and content',
    zh: '{line}/version.manifest 没有写明版本和内容'
  },
  'line.deltas': { en: '{line}/deltas.json names {strange}', zh: '{line}/deltas.json 提到了 {strange}' },
  'line.manifest': {
    en: 'version.manifest is not there or names no version',
    zh: '缺少 version.manifest，或它没有写明版本'
  },
  'line.noFile': { en: '{name} is not there', zh: '{name} 不存在' },
  'cdn.keyForm': { en: 'it is not ACCESS_KEY_ID:SECRET', zh: '不是 ACCESS_KEY_ID:SECRET 的形式' },
  'publisher.neverHere': {
    en: joined(
      'it was never published to from this machine, ',
      'which is needed before its command is run or its token sent'
    ),
    zh: '本机从未发布到此处；首次发布之后才能运行其命令或发送其令牌'
  },
  'store.noManifest': { en: 'no manifest', zh: '没有清单' },
  'store.gone': { en: 'it is gone', zh: '它已不存在' },
  'store.otherBytes': {
    en: 'it holds other bytes than were sent (sha256 {found})',
    zh: '其内容与发送的不同（sha256 {found}）'
  },
  'store.noBucket': { en: 'there is no such bucket', zh: '没有这个存储桶' },
  'store.large': { en: 'it holds more than {most} bytes', zh: '其内容超过 {most} 字节' },
  'store.redirect': { en: 'it answered {status}, a redirect', zh: '应答为 {status}，是重定向' },
  'store.answeredWith': { en: 'it answered {status} {said}', zh: '应答为 {status} {said}' },
  'store.answered': { en: 'it answered {status}', zh: '应答为 {status}' },
  'tp.noEnd': {
    en: 'it did not end within {seconds} s (option toolTimeoutMs)',
    zh: '{seconds} 秒内没有结束（选项 toolTimeoutMs）'
  },
  'tp.empty': { en: 'it wrote {file} with 0 bytes', zh: '它写出的 {file} 为 0 字节' },
  'tp.wrote': {
    en: 'it wrote {written}; expected a sheet and its description',
    zh: '它写出了 {written}；应为图集和描述文件'
  },
  'tp.severalFiles': { en: 'several data files ({files})', zh: '多个数据文件（{files}）' },
  'tp.normalMaps': { en: 'sheets of normal maps', zh: '法线贴图的图集' },
  'exporter.none': { en: 'it wrote no {output}', zh: '它没有写出 {output}' },
  'exporter.notCsb': {
    en: 'what it wrote as {output} is no readable csb',
    zh: '它写出的 {output} 不是可读的 csb'
  },
  'exporter.noEnd': { en: 'no end after {seconds} s', zh: '{seconds} 秒后仍没有结束' },
  'tp.noDescription': {
    en: 'packline cannot read its description, so nobody compared its sprites with their pictures',
    zh: 'packline 无法读取其描述文件，因此没有与原图比对'
  },
  'tp.notCompared': {
    en: 'packline cannot compare the pixels of {files} with their sources',
    zh: 'packline 无法比较 {files} 与其源图的像素'
  },
  'git.noCommit': { en: '"{commit}" is no commit', zh: '"{commit}" 不是提交' },
  'git.endsAfter': { en: 'it ends after {token}', zh: '在 {token} 之后就结束了' },
  'git.neither': { en: '{token} is neither commit nor change', zh: '{token} 既不是提交也不是改动' },
  'svn.noBranch': { en: '"{commit}" is no branch at a revision', zh: '"{commit}" 不是某个修订的分支' },
  'svn.branchGone': {
    en: 'the branch {branch} is no longer configured',
    zh: '分支 {branch} 已不在配置中'
  },
  'zk.before': { en: 'the connection went before the request was sent', zh: '请求发出之前连接就断开了' },
  'zk.noHandshake': { en: 'no ZooKeeper handshake within {ms} ms', zh: '{ms} 毫秒内没有 ZooKeeper 握手' },
  'zk.closed': { en: 'closed before the ZooKeeper handshake', zh: '在 ZooKeeper 握手之前就关闭了' },
  'zk.order': { en: 'answer {xid} where {due} was due', zh: '应答是 {xid}，应为 {due}' },
  'zk.silent': { en: 'the server was silent for {ms} ms', zh: '服务器 {ms} 毫秒没有动静' },
  'zk.error': { en: 'ZooKeeper error {code}', zh: 'ZooKeeper 错误 {code}' },
  'zk.noServer': { en: 'no ZooKeeper server to dial', zh: '没有可连接的 ZooKeeper 服务器' },
  'zk.otherAnswer': {
    en: 'not ZooKeeper: an answer of {size} bytes (starts with {start})',
    zh: '不是 ZooKeeper：应答有 {size} 字节（开头为 {start}）'
  },
  'zk.otherHandshake': {
    en: 'not ZooKeeper: no handshake in its first answer (starts with {start})',
    zh: '不是 ZooKeeper：第一个应答不是握手（开头为 {start}）'
  },
  'zk.anonymous': { en: 'an anonymous user', zh: '匿名用户' },
  'documents.noGuid': { en: 'it has no guid and value', zh: '没有 guid 和值' },
  'replace.same': { en: 'it is the same machine', zh: '是同一台机器' },
  'replace.grade': { en: 'it is {grade}', zh: '状态为{grade}' },
  'replace.drained': { en: 'it is being drained', zh: '正在排空' },
  'warden.share': {
    en: 'the allowed share of nodes is offline already: {reason}',
    zh: '允许离线的节点比例已满：{reason}'
  },
  'doctor.noOutput': { en: 'it has no output', zh: '没有输出' },
  'pinned.other': { en: 'it is another agent: the certificate differs', zh: '是另一个代理：证书不同' }
})
