package latchkey;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// Names as people have them who write them in different ways.
final class DemoNames {
  private static final List<String> WOMEN =
      List.of(
          "Ada", "Beatriz", "Chloé", "Elena", "Fatima", "Grace", "Inês", "Keiko", "Malia", "Priya",
          "Rosa", "Uma", "Valérie", "Ximena", "Zoë", "Þóra");
  private static final List<String> MEN =
      List.of(
          "Amir", "Dmitri", "Hugo", "Jonas", "Łukasz", "Óscar", "Quentin", "Søren", "Tomáš",
          "Wiktor", "Yusuf", "Ağa", "Đorđe");
  private static final List<String> LAST =
      List.of(
          "Abara",
          "Bergström",
          "Costa",
          "Dubois",
          "Eriksen",
          "Fischer",
          "García",
          "Haddad",
          "Ito",
          "Jónsdóttir",
          "Kowalski",
          "Lindqvist",
          "Müller",
          "Novák",
          "Okafor",
          "Petrović",
          "Quispe",
          "Rossi",
          "Silva",
          "Tanaka",
          "O’Brien",
          "van der Meer",
          "Nguyễn",
          "Yıldız",
          "Zieliński");

  private static final String FEMALE = "Female";
  private static final String MALE = "Male";

  /// As they write it, and as their mailbox is called.
  private static final List<Name> OTHERS =
      List.of(
          new Name("Иван Петров", "ivan.petrov", MALE),
          new Name("Юлия Соколова", "yulia.sokolova", FEMALE),
          new Name("Олена Шевченко", "olena.shevchenko", FEMALE),
          new Name("Γιώργος Παπαδόπουλος", "g.papadopoulos", MALE),
          new Name("Ελένη Νικολάου", "eleni.nikolaou", FEMALE),
          new Name("王伟", "wang.wei", MALE),
          new Name("李娜", "li.na", FEMALE),
          new Name("陳靜", "chen.jing", FEMALE),
          new Name("田中 健太", "kenta.tanaka", MALE),
          new Name("佐藤 美咲", "misaki.sato", FEMALE),
          new Name("スズキ ダイスケ", "daisuke.suzuki", MALE),
          new Name("김민준", "minjun.kim", MALE),
          new Name("이서연", "seoyeon.lee", FEMALE),
          new Name("محمد الحداد", "m.alhaddad", MALE),
          new Name("ليلى منصور", "layla.mansour", FEMALE),
          new Name("ליאור כהן", "lior.cohen", MALE),
          new Name("נועה לוי", "noa.levi", FEMALE),
          new Name("प्रिया शर्मा", "priya.sharma", FEMALE),
          new Name("अर्जुन पटेल", "arjun.patel", MALE),
          new Name("ஆனந்த் குமார்", "anand.kumar", MALE),
          new Name("আনিকা রহমান", "anika.rahman", FEMALE),
          new Name("สมชาย ใจดี", "somchai.jaidee", MALE),
          new Name("გიორგი ბერიძე", "giorgi.beridze", MALE),
          new Name("Արամ Սարգսյան", "aram.sargsyan", MALE),
          new Name("ሰላም ታደሰ", "selam.tadesse", FEMALE));

  private DemoNames() {}

  /// A name, and what stands before the `@` in their address.
  record Name(String full, String mailbox, String gender) {}

  /// One of them; every third in another script than the Latin.
  static Name any(Random random) {
    if (random.nextInt(3) == 0) {
      return OTHERS.get(random.nextInt(OTHERS.size()));
    }
    boolean woman = random.nextBoolean();
    String full = any(woman ? WOMEN : MEN, random) + " " + any(LAST, random);
    return new Name(full, plain(full), woman ? FEMALE : MALE);
  }

  private static String any(List<String> names, Random random) {
    return names.get(random.nextInt(names.size()));
  }

  private static String plain(String name) {
    return Normalizer.normalize(name.toLowerCase(Locale.ROOT), Normalizer.Form.NFKD)
        .replace('ł', 'l')
        .replace('ø', 'o')
        .replace('đ', 'd')
        .replace('ı', 'i')
        .replace("þ", "th")
        .replace(' ', '.')
        .replaceAll("[^a-z.]", "");
  }
}
