#include "chat/common_passwords.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/ascii.h"

namespace walkie {
namespace {

// What stays of the commonest passwords of published lists without the digits and signs around
// them, sorted. Short words are in it too, because of what people put after them.
constexpr std::array<std::string_view, 94> words = {
    "abc",       "abcd",      "abcdef",   "access",    "account",  "admin",      "administrator",
    "agent",     "alexander", "andrew",   "arsenal",   "asdasd",   "asdf",       "asdfasdf",
    "ashley",    "babygirl",  "bailey",   "barcelona", "baseball", "basketball", "batman",
    "butterfly", "changeme",  "charlie",  "chat",      "chelsea",  "chocolate",  "computer",
    "daniel",    "default",   "demo",     "dragon",    "family",   "flower",     "football",
    "freedom",   "guest",     "hallo",    "hello",     "hunter",   "iloveyou",   "internet",
    "jennifer",  "jessica",   "jordan",   "killer",    "letmein",  "liverpool",  "login",
    "lovely",    "loveyou",   "manager",  "master",    "matrix",   "michael",    "michelle",
    "monkey",    "mustang",   "myspace",  "nicole",    "p@ssw",    "p@ssword",   "pass",
    "passw",     "passwd",    "password", "passwort",  "pokemon",  "princess",   "qazwsx",
    "qwer",      "qwert",     "qwerty",   "root",      "samsung",  "secret",     "server",
    "service",   "shadow",    "shop",     "starwars",  "summer",   "sunshine",   "superman",
    "support",   "system",    "temp",     "test",      "tester",   "testing",    "trustno",
    "user",      "welcome",   "winter"};
static_assert(std::is_sorted(words.begin(), words.end()));

constexpr std::array<std::string_view, 6> rows = {"01234567890123456789",
                                                  "abcdefghijklmnopqrstuvwxyz",
                                                  "qwertyuiop",
                                                  "qwertzuiop",
                                                  "asdfghjkl",
                                                  "zxcvbnm"};

bool letter(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

// The part between the first and the last letter.
std::string_view core(std::string_view text) {
  while (!text.empty() && !letter(text.front()))
    text.remove_prefix(1);
  while (!text.empty() && !letter(text.back()))
    text.remove_suffix(1);
  return text;
}

std::string as_letters(std::string text) {
  for (char& c : text) {
    if (c == '0') c = 'o';
    if (c == '1' || c == '!') c = 'i';
    if (c == '3') c = 'e';
    if (c == '4' || c == '@') c = 'a';
    if (c == '5' || c == '$') c = 's';
  }
  return text;
}

bool known(std::string_view word) { return std::binary_search(words.begin(), words.end(), word); }

// Its beginning again and again: "aaaaaaaa", "12341234", "abcabcab".
bool repeats(std::string_view text) {
  for (std::size_t piece = 1; piece <= 4 && piece * 2 <= text.size(); ++piece) {
    if (text.substr(piece) == text.substr(0, text.size() - piece)) return true;
  }
  return false;
}

bool in_order(std::string_view text) {
  const std::string backwards(text.rbegin(), text.rend());
  return std::any_of(rows.begin(), rows.end(), [&](std::string_view row) {
    return row.find(text) != std::string_view::npos ||
           row.find(backwards) != std::string_view::npos;
  });
}

}  // namespace

bool common_password(std::string_view password) {
  std::string text(password);
  std::transform(text.begin(), text.end(), text.begin(), lower);
  const std::string_view word = core(text);
  // Letters written as digits are letters: "p4ssw0rd1" is "password".
  const std::string spelled = as_letters(std::string(word));
  if (known(word) || known(spelled) || in_order(text) || repeats(text)) return true;
  // Digits and signs around a short row of the keyboard, "qwertyui1", "1q2w3e4r".
  return (!word.empty() && word.size() + 4 >= text.size() && in_order(word) && word.size() >= 4) ||
         text.starts_with("1q2w3e") || text.starts_with("q1w2e3") || text.starts_with("1qaz2wsx");
}

}  // namespace walkie
