import { defineTexts } from './define-texts.js'

/** What a configuration or a project file should hold where it holds something else. */
export const configTexts = defineTexts({
  'config.wholeFile': { en: 'the whole file', zh: '整个文件' },
  'config.parametersOf': { en: 'What is set for the parameters of {project}', zh: '{project} 的参数取值' },
  'config.targetsOf': {
    en: 'What {project} says of its environments, targets and parameters',
    zh: '{project} 的环境、目标和参数'
  },
  'config.value': { en: 'a value', zh: '一个值' },
  'config.string': { en: 'string', zh: '文字' },
  'config.integer': { en: 'whole number', zh: '整数' },
  'config.number': { en: 'number', zh: '数字' },
  'config.boolean': { en: 'true or false', zh: 'true 或 false' },
  'config.array': { en: 'array', zh: '列表' },
  'config.object': { en: 'object', zh: '对象' },
  'config.stringOrObject': { en: 'string or object', zh: '文字或对象' },
  'config.oneOf': { en: 'one of {known}', zh: '{known} 之一' },
  'config.exactly': { en: '{value}', zh: '{value}' },
  'config.noName': { en: 'there is none', zh: '没有任何名称' },
  'config.near': { en: '{what} (did you mean {suggestion}?)', zh: '{what}（是否应为 {suggestion}？）' },
  'config.between': { en: '{what} from {minimum} to {maximum}', zh: '{minimum} 到 {maximum} 的{what}' },
  'config.atLeast': { en: '{what} of at least {minimum}', zh: '不小于 {minimum} 的{what}' },
  'config.atMost': { en: '{what} up to {maximum}', zh: '不大于 {maximum} 的{what}' },
  'config.over': { en: '{what} over {minimum}', zh: '大于 {minimum} 的{what}' },
  'config.overUpTo': {
    en: '{what} over {minimum}, up to {maximum}',
    zh: '大于 {minimum}、至多 {maximum} 的{what}'
  },
  'config.items': {
    en: '{what} with at least {count} {count#item|items}',
    zh: '至少有 {count} 项的{what}'
  },
  'config.notEmpty': { en: '{what} that is not empty', zh: '非空的{what}' },
  'config.unique': { en: '{what}, each only once', zh: '{what}，各项不可重复' },
  'config.like': { en: '{what} ({pattern})', zh: '{what}（{pattern}）' },
  'config.purpose': { en: '{what} ({purpose})', zh: '{what}——{purpose}' },
  'config.floating': {
    en: 'nothing with mode "floating", which any device may use',
    zh: '空（模式 "floating" 允许任何设备使用）'
  },
  'config.pinned': {
    en: 'at least one device id with mode "pinned"',
    zh: '模式 "pinned" 下至少一个设备标识'
  },
  'config.devices': {
    en: 'at most as many devices as seats ({seats})',
    zh: '设备数不超过席位数（{seats}）'
  },
  'config.noStore': {
    en: 'either "zookeeper", where all machines share the seats, or mode "pinned" with ' +
      '"devices", the same on every machine: "farm.agents" names others, and each would have ' +
      'seats of its own',
    zh: '"zookeeper"（所有机器共享席位），或模式 "pinned" 加上每台机器都相同的 "devices"：' +
      '"farm.agents" 中还有别的机器，否则每台都会有自己的席位'
  },
  'config.port': { en: 'a port from 1 to 65535', zh: '1 到 65535 的端口' },
  'config.certAndKey': { en: 'both cert and key, or neither', zh: '同时设置 cert 与 key，或都不设置' },
  'config.webhookNames': {
    en: 'names that are all different, and none "pagerduty"',
    zh: '互不相同的名称，且不是 "pagerduty"'
  },
  'config.receiverNames': { en: 'names that are all different', zh: '互不相同的名称' },
  'config.notOfService': {
    en: 'nothing here: {service} has no use for it',
    zh: '不填写：{service} 用不到此项'
  },
  'config.mailMissing': { en: 'host, from and to', zh: 'host、from 和 to' },
  'config.robotAddress': {
    en: 'the file with the address of the robot or webhook',
    zh: '存放机器人或 webhook 地址的文件'
  },
  'config.mailUser': {
    en: 'both user and passwordFile, or neither',
    zh: '同时设置 user 与 passwordFile，或都不设置'
  },
  'config.timeZone': { en: 'a time zone, as Asia/Shanghai', zh: '时区，例如 Asia/Shanghai' },
  'config.urlPlain': {
    en: "an address without user and password; name the token's file in tokenFile",
    zh: '不含用户名和密码的地址；令牌文件写在 tokenFile 中'
  },
  'config.urlSvn': { en: 'an address that svn takes', zh: 'svn 支持的地址' },
  'config.urlGit': {
    en: 'an address that git takes, or kind "svn"',
    zh: 'git 支持的地址，或 kind 为 "svn"'
  },
  'config.forgeKind': { en: 'one that goes with kind "{kind}"', zh: '与 kind "{kind}" 相配的值' },
  'config.forgeApi': {
    en: "the address of the forge's API, which cannot be told from the repository's",
    zh: '代码托管平台的 API 地址，无法由仓库地址得知'
  },
  'config.svnBranches': {
    en: 'folders by name, without wildcards, with kind "svn"',
    zh: 'kind 为 "svn" 时写目录名，不用通配符'
  },
  'config.jobsNoJenkins': {
    en: 'nothing while "jenkins" is not configured',
    zh: '没有配置 "jenkins" 时不填'
  },
  'config.ownFolder': { en: 'a folder of its own below the project', zh: '项目之下的一个单独目录' },
  'config.forwardSlashes': { en: 'a path with forward slashes', zh: '使用正斜杠的路径' },
  'config.ruleName': {
    en: 'a name that no other rule has ({other} has it)',
    zh: '其他规则没有用过的名称（{other} 已使用）'
  },
  'config.variantValues': {
    en: 'values for {placeholder} in assets.variants.{dimension}',
    zh: 'assets.variants.{dimension} 中有 {placeholder} 的取值'
  },
  'config.symbolsName': {
    en: 'another name: an app store has this one',
    zh: '另一个名称：已有同名的应用商店'
  },
  'config.appStoreNeeds': {
    en: 'also {fields}, without which "service": "{service}" cannot be asked',
    zh: '还需要 {fields}，否则无法使用 "service": "{service}"'
  },
  'config.appStoreField': {
    en: 'nothing: "service": "{service}" has no such field',
    zh: '不填："service": "{service}" 没有此项'
  },
  'config.apkOnly': { en: 'nothing: only "type": "apk" has it', zh: '不填：只有 "type": "apk" 才有此项' },
  'config.bundleOrBuild': { en: 'bundle or build, not both', zh: 'bundle 与 build 二选一' },
  'config.baselineOrExec': { en: 'a baseline or an exec command', zh: 'baseline 或 exec 命令' },
  'config.wholeKey': {
    en: 'keystore with alias and password, p12 with password, or identity',
    zh: 'keystore 加 alias 和 password，或 p12 加 password，或 identity'
  },
  'config.schemeV3': {
    en: 'v3 among them: no other scheme holds a lineage',
    zh: '其中有 v3：其他方案不能携带 lineage'
  },
  'config.lineage': { en: 'lineage beside rotatedFrom', zh: 'rotatedFrom 要与 lineage 一起设置' },
  'config.schemeV4': { en: 'v2 or v3 beside v4', zh: 'v4 要与 v2 或 v3 一起使用' },
  'config.hardeningBaseline': { en: 'a baseline in place of exec', zh: '基线，而不是 exec' },
  'config.hardeningApk': { en: 'a baseline of "type": "apk"', zh: '"type": "apk" 的基线' },
  'config.hardeningPlaces': {
    en: 'arguments with {input}, and with {output} or {folder}',
    zh: '含有 {input} 以及 {output} 或 {folder} 的参数'
  },
  'config.nameFrom': { en: 'a name from {what}: {known}', zh: '{what} 中的名称：{known}' },
  'config.addresses': {
    en: 'at least one address, or "from" with the environment whose service it is',
    zh: '至少一个地址，或用 "from" 写明服务所属的环境'
  },
  'config.namespace': {
    en: 'a namespace, which keeps it apart from others on the same database',
    zh: '命名空间，使它与同一数据库上的其他环境分开'
  },
  'config.lender': {
    en: 'an environment that has this service itself: {known}',
    zh: '自身拥有该服务的环境：{known}'
  },
  'config.besideFrom': { en: 'nothing beside "from"', zh: '除 "from" 外不填' },
  'config.targetId': {
    en: 'an id that no other target has, also in other case ({other} has {id})',
    zh: '其他目标没有用过的标识，大小写也不能只差一点（{other} 已使用 {id}）'
  },
  'config.tagWord': { en: 'a word that tags know: {known}', zh: '标签可用的词：{known}' },
  'config.imageService': { en: 'a service of an environment: {known}', zh: '某个环境中的服务：{known}' },
  'config.noSecretArgument': {
    en: 'no secret: name it in "secrets" of the image and mount it',
    zh: '不得为机密：请在镜像的 "secrets" 中命名并挂载'
  },
  'config.environment': { en: 'a known environment: {known}', zh: '已有的环境：{known}' },
  'config.orderRepository': { en: 'a repository of the table: {known}', zh: '仓库表中的仓库：{known}' },
  'config.orderRole': { en: 'a role of the order: {known}', zh: '配置中的角色：{known}' },
  'config.siteService': {
    en: 'how this service of the environment runs on the site',
    zh: '环境中这项服务在站点上的运行方式'
  },
  'config.siteForeign': {
    en: 'a service that the environment has itself: {known}',
    zh: '环境自身拥有的服务：{known}'
  },
  'config.siteRuntime': {
    en: 'an image for every service, or a program for every service: one thing starts them',
    zh: '所有服务都用镜像，或都用程序：由同一种方式启动'
  },
  'config.siteImage': { en: 'either an image or a program', zh: '镜像或程序之一' },
  'config.siteUser': { en: 'the user that the programs run as', zh: '运行这些程序的用户' },
  'config.siteSecret': {
    en: 'nothing secret: name its file under "secrets"',
    zh: '不含机密的内容：请在 "secrets" 中写出其文件'
  },
  'config.siteSend': {
    en: 'nothing beside "path": a check is over HTTP or over TCP',
    zh: '空（已有 "path"：检查走 HTTP 或 TCP 之一）'
  },
  'config.sitePorts': {
    en: 'the ports that it listens on, since its addresses have none',
    zh: '监听的端口，因为其地址中没有端口'
  },
  'config.siteHttp': {
    en: 'nothing: the first address is not one of HTTP',
    zh: '空（第一个地址不是 HTTP 地址）'
  },
  'config.stagingService': {
    en: 'a deployment or stateful set of the base or a chart: {known}',
    zh: '基础目录或 chart 中的 Deployment 或 StatefulSet：{known}'
  },
  'config.stagingEmpty': { en: 'a base, or "charts"', zh: '一个基础目录，或 "charts"' },
  'config.stagingPlaceholder': {
    en: 'an image of the service {service} that says {text}; it has {given}',
    zh: '服务 {service} 的镜像中应有 {text}，实际为 {given}'
  },
  'config.stagingChartImage': {
    en: 'values by which the chart takes that image: none of its objects has it',
    zh: '能使 chart 采用该镜像的值：其对象中都没有它'
  },
  'config.stagingContainer': { en: 'one of its containers: {known}', zh: '其容器之一：{known}' },
  'config.stagingIngress': {
    en: 'an ingress of the base or a chart with a rule: {known}',
    zh: '基础目录或 chart 中带规则的 Ingress：{known}'
  },
  'config.stagingSecret': {
    en: "a secret of the agent's configuration: {known}",
    zh: '代理配置中的机密：{known}'
  },
  'config.stagingSend': {
    en: 'an address, and no path: only over TCP something is sent',
    zh: '一个 address，且不带 path：只有经由 TCP 才会发送内容'
  },
  'config.stagingStatus': {
    en: 'an address: through the cluster only 2xx is known',
    zh: '一个 address：经由集群只能判断是否为 2xx'
  },
  'config.siteAfter': { en: 'another service of this site: {known}', zh: '本站点的另一项服务：{known}' },
  'config.siteCircle': {
    en: 'a service that does not itself wait for {name}',
    zh: '自身不等待 {name} 的服务'
  },
  'config.parameter': { en: 'a known parameter: {known}', zh: '已有的参数：{known}' },
  'config.parameterOfBuilds': {
    en: 'a parameter of stage "ci" or "both": this one is for deliveries',
    zh: '阶段为 "ci" 或 "both" 的参数：这一个用于交付'
  },
  'config.ofParameter': {
    en: '{mistake} (the value of parameter {parameter})',
    zh: '{mistake}（参数 {parameter} 的值）'
  },
  'config.moment': { en: 'a moment that exists', zh: '存在的时刻' },
  'config.momentAfter': { en: 'a moment after {before}', zh: '晚于 {before} 的时刻' },
  'config.shareGrows': {
    en: 'at least {share}: a rollout that narrows loses players',
    zh: '不小于 {share}：灰度缩小会丢失玩家'
  },
  'config.choices': { en: 'the values to choose from', zh: '可选的值' },
  'config.noChoices': { en: 'nothing, since the type is not "choice"', zh: '不填，因为类型不是 "choice"' },
  'config.maximum': { en: 'at least the minimum, {minimum}', zh: '不小于最小值 {minimum}' },
  'config.shortString': {
    en: 'a string of at most {maxLength} characters',
    zh: '最多 {maxLength} 个字符的文字'
  },
  'config.choice': { en: 'a choice: {known}', zh: '可选的值：{known}' },
  'config.otherNamespace': {
    en: 'a namespace that {other} does not use on the same database {database}; to share the ' +
      'service, use "from"',
    zh: '{other} 在同一数据库 {database} 上没有用过的命名空间；要共用该服务请用 "from"'
  },
  'config.rangesHold': {
    en: 'ranges that hold something, or {target} takes nobody',
    zh: '非空的范围，否则 {target} 不会匹配任何客户端'
  },
  'config.otherPriority': {
    en: 'another priority than that of {other} ({place}), which takes some of the same clients',
    zh: '与 {other}（{place}）不同的优先级，两者会匹配到相同的客户端'
  },
  'config.priorityBefore': {
    en: 'a priority before {others}, which take all clients that {target} could get',
    zh: '排在 {others} 之前的优先级，否则 {target} 可匹配的客户端都被它们占去'
  }
})
