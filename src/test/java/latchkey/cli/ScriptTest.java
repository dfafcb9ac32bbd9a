package latchkey.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real `./latchkey`, in folders of its own, with a small program in the place of the server.
final class ScriptTest {
  private static final Path JDK = Path.of(System.getProperty("java.home"));

  private final Path root;
  private final Map<String, String> environment = new HashMap<>();
  private final Path home;

  private record Ended(int code, String out, String err, long pid) {}

  /// Lays the script in a folder with a space in its name.
  ScriptTest(@TempDir Path root) throws IOException {
    this.root = root;
    home = Files.createDirectory(root.resolve("a home"));
    Files.copy(Path.of("latchkey"), home.resolve("latchkey"), StandardCopyOption.COPY_ATTRIBUTES);
    environment.put("PATH", pathWithoutJava().toString());
    environment.put("HOME", root.toString());
    environment.put("LATCHKEY_JVM_FOLDERS", root.resolve("jvms").toString());
    environment.put("LATCHKEY_JAVA_HOME", JDK.toString());
  }

  @Test
  void withoutAJdkItSaysInOneLineWhatToInstall() throws Exception {
    environment.remove("LATCHKEY_JAVA_HOME");
    var ended = run("serve");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err())
        .hasLineCount(1)
        .startsWith("latchkey: found no JDK 25 or newer; install one")
        .contains("LATCHKEY_JAVA_HOME");
  }

  @Test
  void anOlderJdkIsPassedOverAndANewOneBesideItFound() throws Exception {
    environment.remove("LATCHKEY_JAVA_HOME");
    environment.put("JAVA_HOME", jdk("elsewhere", "17.0.15").toString());
    jdk("jvms/1-older", "24.0.2");
    var newer = jdk("jvms/2-newer", "26");
    layJar(home.resolve("latchkey.jar"));
    assertThat(run("java-home").out()).isEqualTo(newer + "\n");
    assertThat(run("tell").out()).contains("arguments tell");
  }

  @Test
  void anOlderJdkThatWasNamedIsRefused() throws Exception {
    var old = jdk("old", "21.0.1");
    environment.put("LATCHKEY_JAVA_HOME", old.toString());
    var ended = run("tell");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err())
        .isEqualTo("latchkey: LATCHKEY_JAVA_HOME=%s is no JDK 25 or newer\n".formatted(old));
  }

  @Test
  void besideAJarItBecomesTheProgram() throws Exception {
    layJar(home.resolve("latchkey.jar"));
    environment.put("LATCHKEY_JAVA_OPTS", "-Xmx200m -Doption=given");
    var ended = run("tell", "two words", "*");
    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .contains("pid " + ended.pid() + "\n")
        .contains("option given\n")
        .contains("arguments tell|two words|*\n");
  }

  @Test
  void aLinkToItIsFollowed() throws Exception {
    layJar(home.resolve("latchkey.jar"));
    var link = Files.createSymbolicLink(root.resolve("link"), home.resolve("latchkey"));
    assertThat(run(link, "tell").out()).contains("arguments tell");
  }

  @Test
  void withNeitherJarNorSourcesItSaysSo() throws Exception {
    var ended = run("tell");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err())
        .isEqualTo(
            "latchkey: there is neither %s/latchkey.jar nor a source tree to build it from\n"
                .formatted(home.toRealPath()));
  }

  @Test
  void itBuildsOnFirstUseAndAgainOnlyWhenSourcesChanged() throws Exception {
    laySourceTree(
        "cp \"$here/built.jar\" \"$here/target/latchkey.jar\"; echo built >>\"$here/builds\"");
    assertThat(run("tell").err()).contains("latchkey: building");
    assertThat(run("tell").err()).isEmpty();
    assertThat(home.resolve("builds")).hasContent("built");

    var source = Files.writeString(home.resolve("src/main/java/New.java"), "");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(3600)));
    assertThat(run("tell").out()).contains("arguments tell");
    assertThat(home.resolve("builds")).hasContent("built\nbuilt");
  }

  @Test
  void aBuildThatFailsIsToldAndNothingStarts() throws Exception {
    laySourceTree("echo 'the compiler is unhappy'; exit 1");
    var ended = run("tell");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .contains("the compiler is unhappy")
        .endsWith("latchkey: the build failed, see above\n");
  }

  @Test
  void aTrainingThatFailsIsNotTriedAgainAndStopsNothing() throws Exception {
    layJar(home.resolve("latchkey.jar"));
    var first = run("tell");
    var second = run("tell");
    assertThat(first.err()).isEqualTo("latchkey: preparing fast starts\n");
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).contains("arguments tell");
  }

  private Ended run(String... args) throws IOException, InterruptedException {
    return run(home.resolve("latchkey"), args);
  }

  private Ended run(Path script, String... args) throws IOException, InterruptedException {
    var out = root.resolve("out");
    var err = root.resolve("err");
    var builder = new ProcessBuilder(script.toString());
    builder.command().addAll(List.of(args));
    builder.environment().clear();
    builder.environment().putAll(environment);
    var process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Ended(
        process.exitValue(), Files.readString(out), Files.readString(err), process.pid());
  }

  private void laySourceTree(String build) throws IOException {
    Files.createDirectories(home.resolve("src/main/java"));
    Files.createDirectories(home.resolve("target"));
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    layJar(home.resolve("built.jar"));
    program(home.resolve("mvnw"), "here=$(dirname \"$0\")\n" + build);
  }

  /// Only the tools that the script uses; none of them is Java.
  private Path pathWithoutJava() throws IOException {
    for (var tool : new String[] {"dirname", "readlink", "find", "cat", "cp", "rm", "mv"}) {
      program(root.resolve("bin").resolve(tool), "exec /bin/%s \"$@\"".formatted(tool));
    }
    return root.resolve("bin");
  }

  /// A JDK that says it has this version; what it runs, the JDK of this test runs.
  private Path jdk(String name, String version) throws IOException {
    var folder = root.resolve(name);
    program(folder.resolve("bin/java"), "exec '%s/bin/java' \"$@\"".formatted(JDK));
    program(folder.resolve("bin/javac"), "exit 1");
    Files.writeString(
        folder.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"%s\"\n".formatted(version));
    return folder;
  }

  private static void program(Path file, String body) throws IOException {
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /// A jar of [Telling] alone.
  private static void layJar(Path jar) throws IOException {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Telling.class.getName());
    var name = Telling.class.getName().replace('.', '/') + ".class";
    try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        var in = Telling.class.getResourceAsStream("/" + name)) {
      out.putNextEntry(new ZipEntry(name));
      assertThat(in).isNotNull().satisfies(bytes -> bytes.transferTo(out));
    }
  }
}
