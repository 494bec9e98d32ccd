#include "support/process.hpp"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <fstream>
#include <thread>

#include "scratch.hpp"
#include "support/temporary_folder.hpp"

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using tito::Ended;

namespace {

constexpr auto generous = 60s;  // on a machine with much else to do; nothing here is decided by time

tito::Command shell(const std::string& script) { return {{"sh", "-c", script}}; }

// Whether there is no such process any more, or only its entry that somebody must still take notice of.
bool is_dead(const std::string& process) {
  const std::string stat = read_text(fs::path("/proc") / process / "stat");
  return stat.empty() || stat.substr(stat.rfind(')') + 2, 1) == "Z";
}

template <typename Condition>
bool becomes_true(const Condition& condition) {
  const auto end = std::chrono::steady_clock::now() + generous;
  while (!condition() && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(20ms);
  return condition();
}

std::string first_line(const fs::path& file) {
  const std::string text = read_text(file);
  return text.ends_with('\n') ? text.substr(0, text.size() - 1) : "";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(process)

BOOST_AUTO_TEST_CASE(what_it_prints_and_how_it_ends) {
  const tito::Result result = tito::run(shell("echo one; echo two >&2; exit 3"));
  BOOST_TEST(result.output == "one\ntwo\n");
  BOOST_TEST(result.status == 3);
  BOOST_TEST(result.why() == "exit status 3");
  const tito::Result crashed = tito::run(shell("kill -SEGV $$"));
  BOOST_TEST(crashed.status == 128 + SIGSEGV);
  BOOST_TEST(crashed.why() == "signal 11 (Segmentation fault)");
  BOOST_TEST((crashed.ended == Ended::by_signal));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_started) {
  const Scratch scratch;
  BOOST_TEST(tito::run({{"no-such-program"}}).output == "no-such-program: No such file or directory\n");
  BOOST_TEST(tito::run({{"no-such-program"}}).status == 127);
  BOOST_TEST(tito::run({{"true"}, scratch.path() / "nowhere"}).output == (scratch.path() / "nowhere").string() + ": No such file or directory\n");
  BOOST_TEST(tito::run({{scratch.write("plain", "text").string()}}).output.ends_with(": Permission denied\n"));
  BOOST_CHECK_THROW(tito::Process({{"no-such-program"}}), tito::StartFailure);
}

BOOST_AUTO_TEST_CASE(folder_and_environment) {
  const Scratch scratch;
  const fs::path folder = fs::canonical(scratch.path());
  setenv("TITO_TEST_OLD", "old", 1);
  const tito::Result result = tito::run({{"sh", "-c", "pwd; echo $TITO_TEST_OLD $TITO_TEST_NEW"}, folder, {{"TITO_TEST_OLD", "older"}, {"TITO_TEST_NEW", "new"}}});
  BOOST_TEST(result.output == folder.string() + "\nolder new\n");
}

BOOST_AUTO_TEST_CASE(input_of_any_size) {
  const std::string much(3'000'000, 'x');
  const auto fed = [&](const std::string& program) { return tito::run({{"sh", "-c", program}, {}, {}, much}); };
  BOOST_TEST((fed("cat").output == much));
  BOOST_TEST(fed("exec <&-; echo nobody reads").output == "nobody reads\n");
  BOOST_TEST(tito::run(shell("cat; echo nothing")).output == "nothing\n");
}

BOOST_AUTO_TEST_CASE(a_time_limit_ends_all_that_it_started) {
  tito::Command command = shell("sleep 1000 & echo $!; wait");
  command.limits.time = 300ms;
  const tito::Result result = tito::run(command);
  BOOST_TEST((result.ended == Ended::time_limit));
  BOOST_TEST(result.why() == "time limit of 0.3 s");
  BOOST_TEST(result.status == 128 + SIGKILL);
  const std::string sleeper = result.output.substr(0, result.output.find('\n'));
  BOOST_TEST_REQUIRE(!sleeper.empty());
  BOOST_TEST(becomes_true([&] { return is_dead(sleeper); }));
}

BOOST_AUTO_TEST_CASE(a_program_that_prints_without_end) {
  tito::Command command{{"yes"}};
  command.limits = {.time = generous, .output = 100'000};
  const tito::Result result = tito::run(command);
  BOOST_TEST((result.ended == Ended::output_limit));
  BOOST_TEST(result.why() == "output limit of 100000 bytes");
  BOOST_TEST(result.output.size() == 100'000U);
  command.limits = {.time = 300ms};
  BOOST_TEST((tito::run(command).ended == Ended::time_limit), "who prints without end must not keep us from looking at the clock");
}

BOOST_AUTO_TEST_CASE(a_memory_limit) {
  tito::Command command = shell("ulimit -v");
  command.limits.memory = 1 << 30;
  BOOST_TEST(tito::run(command).output == "1048576\n");
}

BOOST_AUTO_TEST_CASE(who_is_left_behind_is_not_waited_for) {
  tito::Command command = shell("sleep 1000 & echo $!");
  command.limits.time = generous;
  const tito::Result result = tito::run(command);
  BOOST_TEST((result.ended == Ended::by_itself));
  BOOST_TEST(becomes_true([&] { return is_dead(result.output.substr(0, result.output.find('\n'))); }));
}

BOOST_AUTO_TEST_CASE(it_leads_a_group_of_its_own) {
  BOOST_TEST(tito::run(shell("read -r me name state parent group rest < /proc/$$/stat; [ $group = $$ ] && echo leads")).output == "leads\n");
}

BOOST_AUTO_TEST_CASE(what_is_said_to_it) {
  const Scratch scratch;
  const fs::path heard = scratch.path() / "heard";
  tito::Process process({{"sh", "-c", "cat > " + heard.string()}});
  process.say("one\n");
  BOOST_TEST(!process.finished());
  process.say("two\n");
  process.say_no_more();
  BOOST_TEST(process.wait() == 0);
  BOOST_TEST(process.finished());
  BOOST_TEST(read_text(heard) == "one\ntwo\n");
}

BOOST_AUTO_TEST_CASE(it_ends_with_us_even_by_a_kill) {
  const Scratch scratch;
  const fs::path number = scratch.path() / "number";
  const pid_t us = fork();
  if (us == 0) {
    tito::run(shell(fmt::format("echo $$ > {}; exec sleep 1000", number.string())));
    _exit(1);
  }
  const bool started = becomes_true([&] { return !first_line(number).empty(); });
  kill(us, SIGKILL);
  waitpid(us, nullptr, 0);
  BOOST_TEST_REQUIRE(started);
  BOOST_TEST(becomes_true([&] { return is_dead(first_line(number)); }));
}

BOOST_AUTO_TEST_CASE(told_to_end_we_leave_nothing_behind) {
  const Scratch scratch;
  const fs::path number = scratch.path() / "number", name = scratch.path() / "name";
  const pid_t us = fork();
  if (us == 0) {
    tito::end_well();
    const tito::TemporaryFolder folder("test");
    std::ofstream(name) << folder.path().string() << '\n' << std::flush;
    // The sleeper is no child of ours, and the shell does not end for SIGTERM.
    tito::run(shell(fmt::format("trap '' TERM; sleep 1000 & echo $! > {}; wait; wait", number.string())));
    _exit(1);
  }
  const bool started = becomes_true([&] { return !first_line(number).empty() && !first_line(name).empty(); });
  BOOST_TEST((!started || fs::exists(first_line(name))));
  kill(us, SIGTERM);
  int status = 0;
  waitpid(us, &status, 0);
  BOOST_TEST_REQUIRE(started);
  BOOST_TEST(WIFSIGNALED(status));
  BOOST_TEST(WTERMSIG(status) == SIGTERM, "whoever waits for us must hear that we were ended");
  BOOST_TEST(!fs::exists(first_line(name)));
  BOOST_TEST(becomes_true([&] { return is_dead(first_line(number)); }));
}

BOOST_AUTO_TEST_SUITE_END()
