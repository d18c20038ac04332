#!/usr/bin/python3
"""The JSON mapping of common/wire against Google's json_format, on random messages of every type, both ways.

    check_json.py WIRE_JSON PROTO_DIR PROTOC [MESSAGES_PER_TYPE [SEED]]
"""
import glob
import json
import os
import random
import subprocess
import sys
import tempfile

from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory
from google.protobuf.descriptor import FieldDescriptor as F

TEXTS = ["", "a", "Damp, again", "naïve café", "\U0001f3e0 home", 'quote " back \\ slash /', "line\nbreak\ttab",
         "\u2028\u2029", "sealed:1:x:y", "<script>&amp;", "\x7f", "\x01\x1f", "0", "null"]


def load(proto_dir, protoc):
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "all.bin")
        files = sorted(glob.glob(os.path.join(proto_dir, "redress/v1/*.proto")))
        subprocess.run([protoc, "-I", proto_dir, "-I", "/usr/include", "--include_imports",
                        "--descriptor_set_out=" + out, *files], check=True)
        with open(out, "rb") as file:
            described = descriptor_pb2.FileDescriptorSet.FromString(file.read())
    pool = descriptor_pool.DescriptorPool()
    for file in described.file:
        pool.Add(file)
    names = [f"{file.package}.{message.name}" for file in described.file if file.package == "redress.v1"
             for message in file.message_type]
    factory = message_factory.MessageFactory(pool)
    return {name: factory.GetPrototype(pool.FindMessageTypeByName(name)) for name in names}


def scalar(field, rng):
    kind = field.type
    if kind == F.TYPE_STRING:
        return rng.choice(TEXTS)
    if kind == F.TYPE_BYTES:
        return rng.randbytes(rng.randrange(9))
    if kind == F.TYPE_BOOL:
        return rng.random() < 0.7
    if kind == F.TYPE_ENUM:
        return rng.choice(field.enum_type.values).number
    if kind in (F.TYPE_INT64, F.TYPE_SINT64, F.TYPE_SFIXED64):
        return rng.choice([0, 1, -1, 2**63 - 1, -2**63, rng.randrange(-2**63, 2**63)])
    if kind in (F.TYPE_UINT64, F.TYPE_FIXED64):
        return rng.choice([0, 1, 2**53 + 1, 2**64 - 1, rng.randrange(2**64)])
    if kind in (F.TYPE_INT32, F.TYPE_SINT32, F.TYPE_SFIXED32):
        return rng.choice([0, 1, -1, 2**31 - 1, -2**31])
    if kind in (F.TYPE_UINT32, F.TYPE_FIXED32):
        return rng.choice([0, 1, 7, 2**32 - 1])
    raise SystemExit(f"{field.full_name}: a type this check does not make")


def fill(message, rng, depth=0):
    for field in message.DESCRIPTOR.fields:
        if rng.random() < 0.35:
            continue
        if field.message_type is not None:
            made = [getattr(message, field.name).add() for _ in range(rng.randrange(4))] \
                if field.label == F.LABEL_REPEATED else [getattr(message, field.name)]
            for each in made:
                each.SetInParent()
                if field.message_type.full_name == "google.protobuf.Timestamp":
                    each.FromMicroseconds(rng.choice([0, 1, 1_500_000, -1, 253402300799_999999, -62135596800_000000,
                                                      rng.randrange(0, 4 * 10**15)]))
                else:
                    fill(each, rng, depth + 1)
        elif field.label == F.LABEL_REPEATED:
            getattr(message, field.name).extend(scalar(field, rng) for _ in range(rng.randrange(4)))
        else:
            setattr(message, field.name, scalar(field, rng))


def known(messages):
    """Those that are the type of an event, or an answer: the rest travel inside them."""
    inner = {"CloudEvent", "CloudEventAttribute", "Event", "Progress", "Basis", "About", "Further", "FactRef",
             "Derivation", "SkippedDay", "Person", "Point", "Action", "Determination", "OmbudsmanOrder", "Clock",
             "PostReply"}
    return {name: made for name, made in messages.items() if name.split(".")[-1] not in inner}


def main():
    wire_json, proto_dir, protoc = sys.argv[1:4]
    rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 40
    rng = random.Random(int(sys.argv[5]) if len(sys.argv) > 5 else 20260610)
    asked, lines = [], []
    for name, make in known(load(proto_dir, protoc)).items():
        for _ in range(rounds):
            message = make()
            fill(message, rng)
            asked.append((name, make, message))
            lines.append(f"{name}\tB\t{message.SerializeToString().hex()}")
            text = json_format.MessageToDict(message, preserving_proto_field_name=rng.random() < 0.5,
                                             including_default_value_fields=rng.random() < 0.2,
                                             use_integers_for_enums=rng.random() < 0.2)
            lines.append(f"{name}\tJ\t{json.dumps(text, ensure_ascii=rng.random() < 0.5)}")
    done = subprocess.run([wire_json], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True)
    answers = done.stdout.split("\n")[:-1]
    wrong = 0
    if len(answers) != len(lines):
        raise SystemExit(f"{len(lines)} asked, {len(answers)} answered")
    for i, (name, make, message) in enumerate(asked):
        printed, parsed = answers[2 * i], answers[2 * i + 1]
        if printed[:2] != "J\t" or json.loads(printed[2:]) != json_format.MessageToDict(message):
            wrong += 1
            print(f"{name}: body to JSON\n  ours   {printed}\n  theirs {json_format.MessageToJson(message, indent=None)}")
        if parsed[:2] != "B\t" or make.FromString(bytes.fromhex(parsed[2:])) != message:
            wrong += 1
            print(f"{name}: JSON to body\n  from {lines[2 * i + 1]}\n  ours {parsed}")
    print(f"{len(lines)} conversions of {len(asked) // rounds} types, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
