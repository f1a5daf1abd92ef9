# 备案指引：名称、图标、限制、帮助、订单。

filing-site-name-short = 名称只有 { $characters } 个字，至少要 { $min_characters } 个字（符号不计）。
    .bare = 名称太短。
    .advice = 换一个更长、与内容相符的名称。
filing-site-name-long = 名称有 { $characters } 个字，报备表单最多填 { $max_characters } 个字。
    .bare = 名称太长。
    .advice = 缩短名称。
filing-site-name-plain = 名称只有数字或英文字母。
    .advice = 换一个含汉字、与内容相符的名称。
filing-site-name-domain = 名称就是域名。
    .advice = 域名不能当作名称，换一个说明内容的名称。
filing-site-name-word = 名称中有不允许的词“{ $word }”（第 { $from } 至 { $to } 个字）。
    .bare = 名称中有不允许的词。
    .advice = 去掉这个词。
filing-site-name-sign = 名称中有不允许的符号“{ $word }”（第 { $from } 个字）。
    .bare = 名称中有不允许的符号。
    .advice = 只用汉字、字母、数字、括号和连字符。
filing-site-name-national = “{ $word }”（第 { $from } 至 { $to } 个字）只有国家级单位才能用。
    .bare = 名称中有国家或公务机关的字样。
    .advice = 去掉这个词。确是国家级单位的，备好证明文件。
filing-site-name-national-perhaps = “{ $word }”（第 { $from } 至 { $to } 个字）带有国家字样，可能不予通过。
    .bare = 名称中有国家字样，可能不予通过。
    .advice = 非国家级单位请换一个词。
filing-site-name-trade = 个人名称中不能有“{ $word }”（第 { $from } 至 { $to } 个字），它像单位或论坛。
    .bare = 个人名称像单位或论坛。
    .advice = 去掉这个词，用生活记录、学习笔记一类的名称，或以单位名义备案。
filing-site-name-trade-perhaps = 个人名称中的“{ $word }”（第 { $from } 至 { $to } 个字）有的接入商不收。
    .bare = 个人名称中有的接入商不收的词。
    .advice = 最好换一个词，或先问接入商。
filing-site-name-approval = “{ $word }”（第 { $from } 至 { $to } 个字）要先取得审批，由{ $authority }办理。
    .bare = 名称中有要先取得审批的词。
    .advice = 先办前置审批，把批文随订单上传。没有批文就换一个词。
filing-site-name-approval-person = “{ $word }”（第 { $from } 至 { $to } 个字）涉及前置审批，个人办不了。
    .bare = 名称涉及前置审批，个人办不了。
    .advice = 换一个词，或以单位名义办理审批后再备案。
filing-site-name-approval-perhaps = “{ $word }”（第 { $from } 至 { $to } 个字）可能要审批（{ $authority }），或要交“不涉及前置审批承诺书”。
    .bare = 名称中有可能要审批的词。
    .advice = 先问接入商要批文还是承诺书，备好再提交。
filing-site-name-approval-held = “{ $word }”（第 { $from } 至 { $to } 个字）要审批，你已有批文。
    .bare = 名称中有要审批的词，你已有批文。
    .advice = 把批文随订单上传，名称要与批文相符。
filing-site-name-province = 该省管局不允许名称中有“{ $word }”（第 { $from } 至 { $to } 个字）。
    .bare = 名称中有该省管局不允许的词。
    .advice = 去掉这个词。
filing-site-name-province-perhaps = 该省管局可能不允许名称中有“{ $word }”（第 { $from } 至 { $to } 个字），能看到的词表不全或没写明对象。
    .bare = 名称中有该省管局可能不允许的词。
    .advice = 最好换一个词，或先问接入商。
filing-site-name-place = 个人名称中不能有地名“{ $word }”（第 { $from } 至 { $to } 个字）。
    .bare = 个人名称中有地名。
    .advice = 去掉地名。
filing-site-name-place-perhaps = “{ $word }”（第 { $from } 至 { $to } 个字）也是地名，个人名称中不能有地名。
    .bare = 名称中有一个词也是地名。
    .advice = 不是指地方也可能被问到，最好换一个词。
filing-site-name-unit = 名称中看不到单位名称里的字号。
    .advice = 用单位全称或简称。用商标的，备好商标注册证。
filing-app-name-general = “{ $word }”是泛称，认不出是哪一个应用。
    .bare = 名称是泛称，认不出是哪一个应用。
    .advice = 加上自己的特色字样。
filing-app-name-marketing = 应用名称中有价格或促销字样“{ $word }”（第 { $from } 至 { $to } 个字）。
    .bare = 应用名称中有价格或促销字样。
    .advice = 去掉这个词。
filing-app-name-known = “{ $word }”（第 { $from } 至 { $to } 个字）是知名应用的名称。
    .bare = 名称中有知名应用的名称。
    .advice = 不是它的主办者就换一个名称。
filing-province-list-unknown = 各省的禁用词表只查到河南一省，这里没有发现问题不等于一定通过。
    .advice = 被驳回时按管局写明的词修改。

filing-icon-form = 接入商不收这种格式的图标。
    .advice = 存成 PNG 或 JPG，只看文件内容，不看扩展名。
filing-icon-large = 图标有 { $size_kib } KB，最多 { $max_size_kib } KB。
    .bare = 图标文件太大。
    .advice = 缩小边长，或存成压缩率更高的图片。
filing-icon-small = 图标较短的边只有 { $side_px } 像素，至少要 { $min_side_px } 像素。
    .bare = 图标像素太少。
    .advice = 从设计稿重新导出。
filing-icon-not-square = 图标不是正方形（{ $width_px } × { $height_px } 像素）。
    .bare = 图标不是正方形。
    .advice = 导出成正方形，不要拉伸。
filing-icon-plain = 图标上几乎什么都没有。
    .advice = 检查导出时有没有丢掉图层。
filing-icon-transparent = 图标有 { $transparent_ratio } 是透明的。
    .bare = 图标有透明的地方。
    .advice = 垫一层底色再导出，不同系统会给透明处填上不同的颜色。
filing-icon-badge = 图标角上有像新消息角标的圆点或数字（高度占图标的 { $badge_ratio }）。
    .bare = 图标角上有像新消息角标的圆点或数字。
    .advice = 去掉它。没有新消息时显示角标会误导用户点击，不予通过。
filing-icon-system = 图标的形状像系统的“{ $word }”应用（相似度 { $likeness_ratio }）。
    .bare = 图标的形状像系统应用。
    .advice = 换一个图形，不要让人误认为是系统应用。

filing-account-subject = 这个账号已为另一个主体备过案，一个账号只能备一个主体。
    .advice = 换一个账号备案。
filing-order-open = 这个主体还有一个订单在办，一次只能办一个。
    .advice = 等那个订单办完，或先放弃它。
filing-server-abroad = 服务器不在中国大陆，不用备案，也不能备案。
    .advice = 要备案就改用大陆节点的服务器。
filing-server-term = 服务器只买了 { $answer } 个月，至少要 { $least } 个月（续费可累计）。
    .bare = 服务器购买时长不够。
    .advice = 续费到够，按需计费的先改成包年包月。
filing-server-services = 这台服务器已用来备过 { $answer } 个网站或应用，最多 5 个，注销后也不能再用。
    .bare = 这台服务器的备案次数已用完。
    .advice = 换一台服务器，或用别的服务器的备案授权码。
filing-order-sites = 一个订单填了 { $answer } 个网站，这里最多 { $most } 个。
    .bare = 一个订单里的网站太多。
    .advice = 分几次提交，前一个办完再交下一个。
filing-services-many = 个人已备了 { $answer } 个，最多 5 个。
    .bare = 个人备案的数量已满。
    .advice = 先注销不用的，或以单位名义备案。
filing-construction-plan = 已备了 { $answer } 个，该省再增加时要交建设方案书。
    .bare = 该省要交建设方案书。
    .advice = 备好建设方案书。
filing-domain-owner = 域名的持有者不是备案主体。
    .advice = 在注册商处过户，姓名或单位名称、证件类型、证件号码都要与备案主体一致。
filing-domain-unverified = 域名实名认证才过 { $answer } 个工作日，至少要 { $least } 个工作日。
    .bare = 域名没有实名认证，或认证不久。
    .advice = 先完成实名认证，满 3 个工作日后再提交。
filing-domain-unverified-soon = 域名实名认证才过 { $answer } 个工作日，认证信息有时要 { $least } 个工作日才传到管局。
    .bare = 域名实名认证不久，信息可能还没传到管局。
    .advice = 不急就再等两天。
filing-domain-suffix = 域名后缀或注册商没有工信部批复。
    .advice = 到 domain.miit.gov.cn 查询。换批复过的后缀，或转入国内注册商。
filing-domain-expiring = 域名只剩 { $answer } 个月到期，要有 { $least } 个月以上。
    .bare = 域名快到期了。
    .advice = 先续费，续费后再下载域名证书。
filing-subdomain = 填的是子域名，备案只备顶级域名。
    .advice = 填顶级域名。它备案后，子域名可直接使用。
filing-province-other = 备案省份与证件所在省份不同。
    .advice = 到证件所在的省份备案，或先变更证件地址。
filing-residence-proof = 证件不是本省的，管局可能要居住证明。
    .advice = 备好居住证、社保记录或房产证。
filing-phone-shared = 手机号已被另一个主体用来备案。
    .advice = 换一个自己的号码，一个号码只能用于一个主体。
filing-phone-emergency = 手机号与应急电话是同一个。
    .advice = 应急电话另填一个能接通的号码。
filing-phone-unanswered = 电话可能打不通。
    .advice = 关掉来电拦截，审核期间本人接听，两次未接通订单会被退回。
filing-phone-province = 手机号不是备案省份的号码。
    .advice = 换一个本省的号码，或先问接入商是否可以。
filing-phone-prefix = 以 { $answer } 开头的号码可能收不到核验短信。
    .bare = 这个号段可能收不到核验短信。
    .advice = 换一个普通号段的号码。
filing-person-elsewhere = 负责人已在另一个单位担任备案负责人。
    .advice = 换一个负责人。有的省份一人只能负责一个单位。
filing-app-moved = 应用已由另一个主体备案，应用不能迁移。
    .advice = 先由原主体注销，再以新主体备案。
filing-unanswered = 还没回答：{ $question }
    .bare = 还有问题没回答。
    .advice = 回答后再判断，不清楚的先问接入商。

system-phone = 电话
system-message = 短信
system-camera = 相机
system-settings = 设置
system-mail = 邮件
system-clock = 时钟

authority-news = 省级新闻（网信）主管部门
authority-publishing = 省级新闻出版局
authority-medicine = 省级药品监督管理局
authority-culture = 省级文化和旅游厅
authority-broadcast = 省级广播电视局
authority-finance = 当地金融主管部门
authority-profession = 该行业的主管部门

who-person = 你
who-provider = 接入商
who-authority = 省通信管理局
who-nobody = 无须办理

holidays-unknown = { $years } 年的放假安排还没有收录，只扣除了周末。

due-sms-code = 短信核验码
    .advice = 收到后 24 小时内到工信部页面填写，逾期订单退回。
due-police = 公安联网备案
    .advice = 备案成功后 30 天内办理。
due-correct-data = 更正备案信息
    .advice = 信息有误须在 10 个工作日内变更。

question-account-other-subject = 这个账号以前为别的公司或个人备过案吗？
question-order-open = 这个主体现在还有没办完的备案订单吗？
question-server-mainland = 服务器在中国大陆吗？
question-server-months = 服务器一共买了几个月（含续费）？
question-server-services = 这台服务器已用来备过几个网站或应用（含注销的）？
question-order-sites = 这个订单填几个网站？
question-services-filed = 这个主体已备了几个网站和应用？
question-domain-owner-same = 域名实名认证的持有者就是备案主体（名称和证件号码都一致）吗？
question-domain-verified-days = 域名实名认证通过几个工作日了（没有认证填 0）？
question-domain-suffix-approved = 域名后缀和注册商有工信部批复吗？
question-domain-months = 域名还有几个月到期？
question-domain-subdomain = 要备案的是子域名吗？
question-province-of-certificate = 备案省份就是证件上的省份吗？
question-phone-shared = 负责人的手机号在别的主体的备案里用过吗？
question-phone-is-emergency = 手机号和应急电话是同一个吗？
question-phone-answered = 审核期间负责人能接听电话吗？
question-phone-of-province = 手机号是备案省份的号码吗？
question-phone-prefix = 手机号的前三位是什么？
question-person-elsewhere = 负责人在别的单位也是备案负责人吗？
question-app-filed-by-other = 这个应用已由别的主体备过案吗？
question-age = 负责人几岁？
question-id-months = 负责人的证件还有几个月到期（长期填 999）？

topic-claim = 认领备案
    .text =
        2018 年 9 月以前在华为云旧系统备过案的，先认领，再新增或变更。
        在别处做过网站迁移或跨省变更的，也要认领。
        做法：登录备案系统，验证备案类型，上传资料并提交认领。
        华为云 1 至 2 个工作日审核。已备案的域名不要重复提交首次备案。
topic-domain-filed-certificate-not = 提示“域名已备案，证件未备案”
    .text =
        域名有备案记录，但填写的证件在工信部没有对应的备案。
        先到 beian.miit.gov.cn 查域名是否真的备过案，备在谁的名下。
        备过案的，证件类型和证件号码要与备案记录完全一致。
        记不清当时用的证件，找原接入商查询。
topic-domain-not-exist = 提示“注册商不存在该域名注册人信息”或“域名不存在”
    .text =
        多半是域名还没有实名认证：先在注册商处认证。
        刚认证的，信息传到管局要 3 至 5 个工作日，过几天再试。
        检查域名有没有写错、过期，是否只填了顶级域名。
        后缀或注册商没有工信部批复的，备不了案，到 domain.miit.gov.cn 查询。
        持有者要与备案主体一致，不一致先过户。
topic-server-ip-changed = 服务器 IP 变了
    .text =
        还在同一接入商：先把域名解析到新服务器，再提交变更备案改 IP。
        变更要经接入商初审和管局审核，通过后生效，期间网站可照常访问。
        换了接入商：到新接入商办理接入备案。
        管局会核查，长期不一致的可能被取消接入。
topic-approved-still-waiting = 管局已通过，系统还显示“待管局审核”
    .text =
        是同步延迟。华为云一般 1 至 2 小时后更新，腾讯云要 1 至 2 个工作日。
        过时还没更新，打接入商热线，说明收到了管局的通过短信。
topic-certificate = 备案证书在哪里
    .text =
        工信部不提供备案证书下载。
        要凭证：到 beian.miit.gov.cn 的“ICP 备案查询”查自己的域名或备案号，截图保存。
        接入商的备案系统里也能看到备案号和备案信息。
topic-after-first-review = 初审通过以后
    .text =
        看注册邮箱：可能要补材料或改问题。
        保持电话畅通，接入商和管局都可能来电。
        短信核验码 24 小时内到工信部页面填写，填错 6 次或逾期会退回。
        在备案系统看进度：待提交管局、待管局审核、结果。
topic-how-long = 审核要多久
    .text =
        接入商初审 1 至 2 个工作日，提交管局再要 1 至 3 个工作日。
        管局一般 3 至 20 个工作日，各省不同，浙江最长 30 个工作日。
        周末和法定节假日不算。管局审核不能催。
        结果以短信和邮件通知。
topic-video-check = 视频核验
    .text =
        驳回意见写明要线上视频真实性核验的，不是材料错了，是要加一道视频核验。
        由网站或应用负责人本人做，与备案填写的是同一个人。
        按驳回意见里的指引预约会议，准备好证件原件、白墙、安静的地方，允许使用摄像头和麦克风。
        做完后重新提交订单。
topic-why-app = 为什么要用 App 做核验
    .text =
        真实性核验要拍人脸做动作，由负责人本人在手机上完成。
        较早的说明只认华为云 App，较新的说明也可以用电脑填写、用微信扫码核验。
        以备案系统当时的提示为准。其他步骤可在电脑上做。
topic-verification-changes = 真实性核验的新要求
    .text =
        负责人要签《真实性责任告知书》和《真实性承诺书》并上传。
        有的省份和接入商还要录一段负责人朗读承诺书的视频。江苏自 2021 年 6 月起要求。
        黑色签字笔正楷签名，写日期，不用个人印章代替。
        纸张拍照或扫描，每张不超过 4 MB。
topic-verification-failed = 真实性核验不通过
    .text =
        常见原因是动作不规范，把偏头当成转头：头保持端正，脸转向一侧。
        背景要纯白、没有杂物，着装整齐，两肩露出，头上留白。
        光线均匀，不反光、不背光，正对镜头。
        填写的姓名和号码要与证件一致。改好后重新核验。
topic-progress = 怎样看备案进度
    .text =
        登录接入商备案系统，看“我的 ICP 备案信息”里订单的状态，有更新会自动刷新。
        待完善：你来填完提交。等待初审、待提交管局：接入商在办，要改先撤销。
        待修改、初审驳回、管局驳回：看审核历史，改好再提交。
        待管局审核：不能撤销也不能改。已备案：完成。
topic-result = 审核结果与驳回
    .text =
        通过初审，状态变为“待提交管局”，不用操作。
        初审驳回：在审核历史看原因，按原因改正，重新提交初审。
        管局驳回：按管局意见改，再交初审，由接入商再次提交管局。
        每次只改写明的问题，其他内容不要动。
topic-icon = 图标的要求
    .text =
        不能用系统图标，不能让人误认为是系统应用。
        不能有误导点击的东西，例如没有新消息却画着数字角标或红点。
        华为云收一张 100 KB 以内的图片。
        各地管局可能另有要求。
topic-names = 名称的要求
    .text =
        网站名称至少三个字，不能只有数字或英文，不能是域名，不能有特殊符号。
        非国家级单位不能用“中国、中央、国家、人民”等字样。
        个人不能像单位、像论坛，不能有地名。单位用全称、简称或自己的商标。
        各省另有词表，河南的最长。应用名称不能是泛称，不能有价格和促销字样。
topic-approval = 前置审批
    .text =
        新闻、出版、药品和医疗器械、广播电影电视、网络游戏、宗教、校外培训、互联网金融等，要先取得主管部门批文。
        由单位办理，个人办不了。
        名称里有这些词而业务不涉及的，可能要交“不涉及前置审批承诺书”。
        已备案后增加这些内容，也要补批文。
topic-restrictions = 备案限制
    .text =
        一个账号只备一个主体，一个主体可备多个网站和应用，同时只能有一个订单在办。
        服务器要在大陆，包年包月满三个月，一台最多备 5 个。
        域名持有者就是主体，后缀有批复，实名认证满 3 个工作日。
        个人最多 5 个，一次一个。手机号一个主体一个，不与应急电话相同。
topic-subject = 填写主体信息
    .text =
        照证件填：名称、号码、地址一字不差，有效期剩三个月以上。
        先上传证件，系统会识别并填好，再逐字核对。
        负责人年龄各省不同，一般要满 18 岁。
        各省要求不同，填写前看该省管局的规则。
topic-contact = 找谁
    .text =
        先找接入商，不要直接找管局：华为云 4000-955-988 或 950808（备案转 5）。
        腾讯云 95716（备案转 3）。
        核验电话来自接入商或管局，不会要验证码或转账。
        管局驳回的原因也由接入商解释。

guide-accept = 没有发现会被驳回的问题
guide-retry = 需要修改
