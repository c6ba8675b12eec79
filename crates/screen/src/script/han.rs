/// Characters of names and of words for companies that mainland China and Singapore write in another form than Taiwan and Hong
/// Kong: the simplified form and the traditional one. Source: the General List of Simplified Chinese Characters (1986), of which
/// these are what occurs in family names, common given names and names of companies.
const FORMS: &str = "习習张張刘劉陈陳杨楊赵趙黄黃吴吳孙孫马馬罗羅郑鄭谢謝韩韓冯馮邓鄧许許萧蕭蒋蔣贾賈邹鄒陆陸苏蘇叶葉吕呂卢盧钟鍾谭譚范範龙龍龚龔汤湯尧堯万萬\
钱錢严嚴阎閻兰蘭关關庞龐饶饒华華国國东東军軍伟偉强強丽麗红紅云雲飞飛凤鳳兴興业業义義书書乐樂远遠运運轮輪团團际際贸貿银銀产產\
发發开開实實电電讯訊车車机機学學气氣总總经經济濟币幣财財务務师師会會议議员員党黨门門区區县縣湾灣岛島广廣厂廠庆慶应應剑劍剛刚钢鋼铁鐵\
铜銅锋鋒锦錦镇鎮长長闻聞闽閩阳陽阴陰陕陝随隨难難静靜韦韋顺順须須顾顧颜顏风風饭飯馆館驰馳骏駿鱼魚鲁魯鸿鴻鹏鵬鹤鶴麦麥齐齊齿齒龄齡\
宁寧宝寶宪憲宾賓对對寻尋导導寿壽将將尔爾尘塵层層岁歲岭嶺巩鞏帅帥师師带帶帮幫干幹并並库庫庄莊异異弃棄弯彎当當录錄征徵径徑忆憶怀懷恋戀\
恒恆戏戲战戰户戶执執扩擴扬揚护護报報择擇挂掛损損换換据據晓曉晔曄杰傑极極构構枪槍柜櫃标標栋棟树樹样樣档檔梦夢检檢楼樓榄欖权權\
欢歡欧歐残殘毕畢汇匯汉漢沟溝泽澤洁潔涛濤润潤涨漲渊淵渔漁温溫滨濱滦灤灵靈炼煉烟煙烨燁热熱焕煥爱愛牵牽状狀独獨献獻玛瑪环環现現琼瓊\
盖蓋监監盘盤着著码碼砖磚础礎确確礼禮祯禎积積称稱稳穩穷窮窝窩笔筆筑築签簽简簡类類粮糧紧緊纪紀纯純纲綱纳納纵縱纸紙线線组組细細织織终終\
绍紹结結给給统統继繼绩績绪緒续續维維绿綠缘緣网網罚罰职職联聯聪聰肃肅胜勝胶膠脑腦腾騰舰艦艺藝节節芦蘆苍蒼荣榮药藥莲蓮莹瑩营營蓝藍\
虑慮虽雖补補装裝见見观觀规規视視觉覺览覽计計订訂认認训訓记記讲講设設证證评評识識词詞译譯试試诗詩诚誠话話询詢详詳语語说說请請诸諸诺諾课課\
谊誼谋謀谦謙谱譜贝貝贞貞负負贡貢责責贤賢败敗货貨质質贩販购購贯貫贵貴贷貸费費贺賀资資赋賦赏賞赖賴赛賽赞贊赢贏轩軒转轉轴軸轻輕载載较較辅輔\
辆輛辉輝辑輯输輸达達迁遷过過进進连連选選递遞遗遺邮郵邻鄰郁鬱酱醬里裡钧鈞钦欽钻鑽铃鈴铝鋁铭銘铸鑄链鏈销銷锁鎖锅鍋锐銳错錯键鍵镁鎂镜鏡\
闪閃闭閉问問间間闲閑阁閣阅閱队隊阶階际際陈陳险險隐隱韵韻页頁顶頂项項颂頌预預领領频頻题題颖穎额額飘飄饮飲饰飾驱驅驶駛驻駐骄驕验驗";

/// The simplified form of a character.
pub(crate) fn simplified(letter: char) -> char {
    if !('\u{4E00}'..='\u{9FFF}').contains(&letter) {
        return letter;
    }
    let mut letters = FORMS.chars();
    while let (Some(simple), Some(traditional)) = (letters.next(), letters.next()) {
        if traditional == letter {
            return simple;
        }
    }
    letter
}

#[cfg(test)]
mod tests {
    use super::{FORMS, simplified};

    #[test]
    fn both_forms_are_one() {
        assert_eq!("習近平".chars().map(simplified).collect::<String>(), "习近平");
        assert_eq!("張國榮".chars().map(simplified).collect::<String>(), "张国荣");
        assert_eq!(FORMS.chars().count() % 2, 0);
    }
}
